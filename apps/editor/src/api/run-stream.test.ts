import { RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { openRunStream, type RunEventSource } from './run-stream.ts';

const RUN = RunId.parse('r1');

describe('openRunStream', () => {
  it('delivers what arrives within one frame in one piece', () => {
    const { page, sink } = open();
    page.send(started(1));
    page.send(log(2));
    page.paint();
    expect(sink.batches).toEqual([[1, 2]]);
  });

  it('drops what it has seen', () => {
    const { page, sink } = open();
    page.send(started(1));
    page.send(started(1));
    page.paint();
    expect(sink.batches).toEqual([[1]]);
  });

  it('asks again from the last seen event when one is missing', () => {
    const { page, sink } = open();
    page.send(started(1));
    page.send(log(3));
    page.paint();
    expect([page.urls, sink.batches]).toEqual([
      ['/api/v1/runs/r1/events?after=0', '/api/v1/runs/r1/events?after=1'],
      [[1]],
    ]);
  });

  it('waits before it asks again for one that is missing again', () => {
    const { page } = open();
    page.send(started(1));
    page.send(log(3));
    page.send(log(3));
    expect([page.urls.length, page.isOpen()]).toEqual([2, false]);
    expect(page.runTimer()).toBe(500);
    expect(page.urls.length).toBe(3);
  });

  it('opens a new connection, later and later, when the browser has given up', () => {
    const { page } = open();
    page.send(started(1));
    page.fail();
    expect(page.runTimer()).toBe(500);
    page.fail();
    expect(page.runTimer()).toBe(1000);
    expect(page.urls.at(-1)).toBe('/api/v1/runs/r1/events?after=1');
  });

  it('waits the short time again once it was connected', () => {
    const { page } = open();
    page.fail();
    page.runTimer();
    page.connect();
    page.fail();
    expect(page.runTimer()).toBe(500);
  });

  it('says how it stands', () => {
    const { page, sink } = open();
    page.connect();
    page.fail();
    page.runTimer();
    page.connect();
    page.send(finished(1));
    page.paint();
    expect(sink.connections).toEqual(['connecting', 'live', 'lost', 'live', 'ended']);
  });

  it('closes after the last event and does not come back', () => {
    const { page } = open();
    page.send(finished(1));
    page.paint();
    expect([page.isOpen(), page.timers.length]).toEqual([false, 0]);
  });

  it('delivers nothing after it was closed', () => {
    const { page, sink, close } = open();
    page.send(started(1));
    close();
    page.paint();
    expect([sink.batches, page.isOpen()]).toEqual([[], false]);
  });
});

/** A browser of which the test turns the handle: sources, frames and timers. */
class Page {
  readonly urls: string[] = [];
  readonly timers: { ms: number; callback: () => void }[] = [];
  readonly #frames = new Set<() => void>();
  #source: (RunEventSource & { readyState: number }) | undefined;

  openSource(url: string): RunEventSource {
    this.urls.push(url);
    const source: RunEventSource & { readyState: number } = {
      readyState: 0,
      onopen: null,
      onmessage: null,
      onerror: null,
      close() {
        this.readyState = 2;
      },
    };
    this.#source = source;
    return source;
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

  connect(): void {
    this.#source?.onopen?.call(this.#source as EventSource, new Event('open'));
  }
  send(event: RunEvent): void {
    const message = new MessageEvent('message', { data: JSON.stringify(event) });
    if (this.isOpen()) this.#source?.onmessage?.call(this.#source as EventSource, message);
  }
  fail(): void {
    if (!this.#source) return;
    this.#source.readyState = 2;
    this.#source.onerror?.call(this.#source as EventSource, new Event('error'));
  }
  isOpen(): boolean {
    return this.#source?.readyState !== 2;
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

function fact(seq: number) {
  return { run_id: RUN, seq, at: '2026-11-22T12:00:00.000Z', t: seq };
}
const started = (seq: number) => RunEvent.parse({ ...fact(seq), type: 'run.started' });
const log = (seq: number) => RunEvent.parse({ ...fact(seq), type: 'log', level: 'info', message: 'hello' });
const finished = (seq: number) =>
  RunEvent.parse({ ...fact(seq), type: 'run.finished', status: 'succeeded', output: null, error: null });
