import { RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { ConnectionError } from './client.ts';
import { openRunStream, type RunStreamHost } from './run-stream.ts';
import type { StreamListener } from './shared-stream.ts';

const RUN = RunId.parse('r1');

describe('openRunStream', () => {
  it('asks for what there is, then hears, and asks for what came in between', async () => {
    const { page, sink } = open();
    await page.answer(started(1), log(2));
    expect(page.isWatched()).toBe(true);
    page.connect();
    await page.answer(log(3));
    page.hear(log(4));
    page.paint();
    expect([page.asked, sink.batches, sink.connections]).toEqual([[0, 2], [[1, 2, 3, 4]], ['connecting', 'live']]);
  });

  it('never listens for a run that has ended', async () => {
    const { page, sink } = open();
    await page.answer(started(1), finished(2));
    page.paint();
    expect([page.isWatched(), sink.batches, sink.connections]).toEqual([false, [[1, 2]], ['connecting', 'ended']]);
  });

  it('delivers what arrives within one frame in one piece, and drops what it has seen', async () => {
    const { page, sink } = await openLive(started(1));
    page.hear(log(2));
    page.hear(log(2));
    page.hear(started(1));
    page.hear(log(3));
    page.paint();
    expect(sink.batches).toEqual([[1, 2, 3]]);
  });

  it('asks from the last seen event when one is missing, and keeps what came before its turn', async () => {
    const { page, sink } = await openLive(started(1));
    page.hear(log(4));
    page.hear(log(3));
    await page.answer(log(2));
    page.paint();
    expect([page.asked, sink.batches]).toEqual([[0, 1, 1], [[1, 2, 3, 4]]]);
  });

  it('waits before it asks again for one that is missing again', async () => {
    const { page, sink } = await openLive(started(1));
    page.hear(log(3));
    await page.answer();
    expect([page.asked.length, sink.connections.at(-1)]).toEqual([3, 'lost']);
    expect(page.runTimer()).toBe(500);
    await page.answer(log(2));
    page.paint();
    expect([sink.batches, sink.connections.at(-1)]).toEqual([[[1, 2, 3]], 'live']);
  });

  it('asks later and later while nobody answers, and soon again once somebody did', async () => {
    const { page } = open();
    await page.fail();
    expect(page.runTimer()).toBe(500);
    await page.fail();
    expect(page.runTimer()).toBe(1000);
    await page.answer(started(1));
    page.connect();
    await page.fail();
    expect(page.runTimer()).toBe(500);
  });

  it('asks for what it missed when the connection is back', async () => {
    const { page, sink } = await openLive(started(1));
    page.disconnect();
    page.connect();
    await page.answer(log(2), log(3));
    page.paint();
    expect(sink.batches).toEqual([[1, 2, 3]]);
    expect(sink.connections).toEqual(['connecting', 'live', 'lost', 'live']);
  });

  it('asks once more when the connection comes back while it asks', async () => {
    const { page } = await openLive(started(1));
    page.connect();
    page.disconnect();
    page.connect();
    await page.answer();
    expect(page.asked).toEqual([0, 1, 1, 1]);
  });

  it('hears and asks for nothing more after the last event', async () => {
    const { page, sink } = await openLive(started(1));
    page.hear(finished(2));
    page.paint();
    expect([page.isWatched(), page.timers.length, sink.connections.at(-1)]).toEqual([false, 0, 'ended']);
  });

  it('delivers nothing after it was closed', async () => {
    const { page, sink, close } = await openLive(started(1));
    close();
    page.paint();
    expect([sink.batches, page.isWatched()]).toEqual([[], false]);
  });

  it('takes nothing from an answer that comes after it was closed', async () => {
    const { page, sink, close } = open();
    close();
    await page.answer(started(1));
    page.paint();
    expect([sink.batches, page.isWatched()]).toEqual([[], false]);
  });
});

/** A browser of which the test turns the handle: answers, news, frames and timers. */
class Page implements RunStreamHost {
  readonly asked: number[] = [];
  readonly timers: { ms: number; callback: () => void }[] = [];
  readonly #frames = new Set<() => void>();
  #asking: PromiseWithResolvers<readonly RunEvent[]> | undefined;
  #listener: StreamListener | undefined;

  watch(_runId: RunId, listener: StreamListener): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = undefined;
    };
  }
  fetchEvents(_runId: RunId, afterSeq: number): Promise<readonly RunEvent[]> {
    this.asked.push(afterSeq);
    this.#asking = Promise.withResolvers();
    return this.#asking.promise;
  }
  onNextFrame(callback: () => void): () => void {
    this.#frames.add(callback);
    return () => this.#frames.delete(callback);
  }
  after(ms: number, callback: () => void): () => void {
    const timer = { ms, callback };
    this.timers.push(timer);
    return () => this.timers.splice(this.timers.indexOf(timer), this.timers.includes(timer) ? 1 : 0);
  }

  async answer(...events: readonly RunEvent[]): Promise<void> {
    this.#asking?.resolve(events);
    await settled();
  }
  async fail(): Promise<void> {
    this.#asking?.reject(new ConnectionError('nobody answers'));
    await settled();
  }
  connect(): void {
    this.#listener?.onOpen();
  }
  disconnect(): void {
    this.#listener?.onLost();
  }
  hear(event: RunEvent): void {
    this.#listener?.onEvent(event);
  }
  isWatched(): boolean {
    return this.#listener !== undefined;
  }
  paint(): void {
    const frames = [...this.#frames];
    this.#frames.clear();
    for (const frame of frames) frame();
  }
  runTimer(): number | undefined {
    const timer = this.timers.shift();
    timer?.callback();
    return timer?.ms;
  }
}

/** Lets everything run that waits for an answer. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function open() {
  const page = new Page();
  const sink = { batches: [] as number[][], connections: [] as string[] };
  const close = openRunStream(
    RUN,
    {
      receive: (events) => sink.batches.push(events.map(({ seq }) => seq)),
      setConnection: (connection) => sink.connections.push(connection),
    },
    page,
  );
  return { page, sink, close };
}

/** A stream that has the events, and is connected. */
async function openLive(...events: readonly RunEvent[]) {
  const opened = open();
  await opened.page.answer(...events);
  opened.page.connect();
  await opened.page.answer();
  return opened;
}

function fact(seq: number) {
  return { run_id: RUN, seq, at: '2026-11-22T12:00:00.000Z', t: seq };
}
const started = (seq: number) => RunEvent.parse({ ...fact(seq), type: 'run.started' });
const log = (seq: number) => RunEvent.parse({ ...fact(seq), type: 'log', level: 'info', message: 'hello' });
const finished = (seq: number) =>
  RunEvent.parse({ ...fact(seq), type: 'run.finished', status: 'succeeded', output: null, error: null });
