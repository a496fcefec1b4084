import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type NewRunEvent, RunId } from '@flowmason/pipeline-schema';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { createCommitFeed } from '../runs/commit-feed.ts';
import type { FeedPart, FeedReader } from '../runs/run-feed.ts';
import { type OpenedStore, openTestStore } from '../runs/run-store.test-support.ts';
import { sendEventStream } from './sse.ts';

const RUN = RunId.parse('run-1');

let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

type Follow = (reader: FeedReader) => AsyncIterable<FeedPart>;

/** Serves one stream; gives its port. */
async function serve(follow: Follow): Promise<number> {
  const app = express();
  app.get('/', (_req, res) => sendEventStream(res, follow));
  const listening = createServer(app);
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return (listening.address() as AddressInfo).port; // it listens on TCP
}

function partOf(cursor: string, ...values: readonly unknown[]): FeedPart {
  return {
    cursor,
    // The stream looks at the text alone.
    entries: values.map((value) => ({ cursor, entry: { event: value as never, text: JSON.stringify(value) } })),
  };
}

describe('sendEventStream', () => {
  it('sends id and data of each event, marks of silence, and how soon to come back', async () => {
    const port = await serve(async function* () {
      yield partOf('1', { text: 'two\nlines' }, 2);
      yield partOf('7');
      yield { ...partOf('9'), isReset: true };
    });
    const answer = await fetch(`http://127.0.0.1:${port}`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await answer.text()).toBe(
      'retry: 1000\n\nid: 1\ndata: {"text":"two\\nlines"}\n\nid: 1\ndata: 2\n\n: still here\nid: 7\n\nid: 9\nevent: reset\ndata: {}\n\n',
    );
  });

  it('tells when the reader has gone', async () => {
    const gone = Promise.withResolvers<void>();
    const port = await serve(async function* ({ signal }) {
      signal.addEventListener('abort', () => gone.resolve());
      yield partOf('1');
      await gone.promise;
    });
    const controller = new AbortController();
    await fetch(`http://127.0.0.1:${port}`, { signal: controller.signal });
    controller.abort();
    await expect(gone.promise).resolves.toBeUndefined();
  });

  it('waits for a reader that does not keep up', async () => {
    let sent = 0;
    const port = await serve(async function* ({ signal }) {
      for (; !signal.aborted && sent < 1000; sent++) yield partOf(String(sent), 'x'.repeat(100_000));
    });
    const controller = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${port}`, { signal: controller.signal });
    expect(answer.status).toBe(200);
    const settled = async (): Promise<boolean> => {
      const before = sent;
      await new Promise((resolve) => setImmediate(resolve));
      return before > 0 && before === sent;
    };
    await expect.poll(settled, { timeout: 10_000 }).toBe(true);
    expect(sent).toBeLessThan(200);
    controller.abort();
  });
});

describe('a reader that stops reading', () => {
  const LIMITS = { maxEvents: 1000, maxLength: 262_144, patienceMs: 20, catchUpMs: 30_000, idleMs: 15_000 };

  /** A reader that reads nothing until it is told to, and then everything. */
  async function openPaused(
    port: number,
  ): Promise<{ readonly socket: Socket; readonly readAll: () => Promise<string> }> {
    const socket = connect({ port, host: '127.0.0.1' });
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.pause();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    return {
      socket,
      async readAll() {
        const chunks: Buffer[] = [];
        socket.on('data', (chunk) => chunks.push(chunk));
        socket.resume();
        await new Promise((resolve) => socket.once('end', resolve));
        return Buffer.concat(chunks).toString();
      },
    };
  }

  async function fill(store: OpenedStore, fromSeq: number, count: number, length: number): Promise<void> {
    const message = 'x'.repeat(length);
    for (let seq = fromSeq; seq < fromSeq + count; seq++) {
      const warning: NewRunEvent = { type: 'warning', at: '2026-11-22T08:00:00.000Z', t: 0, code: 'test', message };
      await store.journal.append(RUN, seq, [warning]);
    }
  }

  it('is told after which event to come back and cut off, and what it was not sent is not kept for it', async () => {
    const store = await openTestStore();
    const feed = createCommitFeed(store, LIMITS);
    const port = await serve((reader) => feed.followAll({}, reader));
    const { readAll, socket } = await openPaused(port);
    const ofServer = await new Promise<Socket>((resolve) => server?.once('request', (req) => resolve(req.socket)));
    await fill(store, 0, 500, 100_000); // 50 MB
    expect(ofServer.writableLength).toBeLessThan(1_000_000);
    const text = await readAll();
    socket.destroy();
    const [, cursor] = /event: overrun\ndata: \{"resume_after":"([^"]+)"\}/.exec(text) ?? [];
    const ids = [...text.matchAll(/^id: (.*)\r?\ndata/gm)].map(([, id]) => id);
    expect(cursor).toBe(ids.at(-1));
    expect(ids.length).toBeLessThan(500);
  });

  it('comes back without gap or double', async () => {
    const store = await openTestStore();
    const feed = createCommitFeed(store, LIMITS);
    const port = await serve((reader) => feed.followAll({}, reader));
    const { readAll } = await openPaused(port);
    await new Promise((resolve) => server?.once('request', resolve));
    await fill(store, 0, 200, 100_000);
    const before = seqsIn(await readAll());
    const after: number[] = [];
    const cursor = `${before.at(-1)}`;
    for await (const { entries } of feed.followAll({ cursor }, { signal: new AbortController().signal })) {
      after.push(...entries.map(({ entry }) => entry.event.seq));
      if (after.at(-1) === 200) break;
    }
    expect([...before, ...after]).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it('holds no other reader up', async () => {
    const store = await openTestStore();
    const feed = createCommitFeed(store, { ...LIMITS, patienceMs: 60_000 });
    const port = await serve((reader) => feed.followAll({}, reader));
    const { socket } = await openPaused(port);
    await new Promise((resolve) => server?.once('request', resolve));
    const answer = await fetch(`http://127.0.0.1:${port}`);
    const filled = fill(store, 0, 100, 100_000);
    const seqs: number[] = [];
    for await (const text of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      seqs.push(...seqsIn(text));
      if (seqs.at(-1) === 100) break;
    }
    await filled;
    socket.destroy();
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
  });
});

function seqsIn(text: string): readonly number[] {
  return [...text.matchAll(/"seq":([0-9]+)/g)].map(([, seq]) => Number(seq));
}
