import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { type EventStream, openEventStream } from './sse.ts';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
});

/** Serves one stream, which `use` gets; resolves with its address. */
async function serveStream(use: (stream: EventStream) => Promise<void>, heartbeatMs?: number): Promise<string> {
  const app = express();
  app.get('/', async (_req, res) => use(openEventStream(res, heartbeatMs)));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on TCP
}

describe('openEventStream', () => {
  it('sends id and data of each event, and how soon to come back', async () => {
    const url = await serveStream(async (stream) => {
      await stream.send(1, { type: 'run.started' });
      await stream.send('e-2', { text: 'two\nlines' }, 'reset');
      stream.end();
    });
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await answer.text()).toBe(
      'retry: 1000\n\nid: 1\ndata: {"type":"run.started"}\n\nid: e-2\nevent: reset\ndata: {"text":"two\\nlines"}\n\n',
    );
  });

  it('shows while it is silent that it lives', async () => {
    const url = await serveStream(async () => {}, 5);
    const reader = (await fetch(url)).body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes(': still here\n\n: still here')) text += (await reader?.read())?.value ?? '';
    await reader?.cancel();
    expect(text).toMatch(/^retry: 1000\n\n(: still here\n\n)+/);
  });

  it('tells when the reader has gone', async () => {
    const gone = Promise.withResolvers<void>();
    const url = await serveStream(async (stream) => {
      stream.closed.addEventListener('abort', () => gone.resolve());
    });
    const controller = new AbortController();
    await fetch(url, { signal: controller.signal });
    controller.abort();
    await expect(gone.promise).resolves.toBeUndefined();
  });

  it('waits for a reader that does not keep up', async () => {
    let sent = 0;
    const url = await serveStream(async (stream) => {
      while (!stream.closed.aborted && sent < 1000) {
        await stream.send(sent, 'x'.repeat(100_000));
        sent++;
      }
    });
    const controller = new AbortController();
    const answer = await fetch(url, { signal: controller.signal });
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
