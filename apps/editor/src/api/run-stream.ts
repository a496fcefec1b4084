import { RunEvent, type RunId } from '@flowmason/pipeline-schema';
import { ApiError, ConnectionError, getJson } from './client.ts';
import { loadPatiently } from './load-patiently.ts';
import type { StreamListener } from './shared-stream.ts';

/** How the stream of a run stands: `ended` after its last event, `lost` while it tries to reach the server again. */
export type RunConnection = 'connecting' | 'live' | 'lost' | 'ended';

/** Where a stream puts what it hears. Called at most once per animation frame. */
export interface RunStreamSink {
  /** New events in order of `seq`, without gaps or doubles over the life of the stream. */
  receive(events: readonly RunEvent[]): void;
  setConnection(connection: RunConnection): void;
}

/** The parts of the browser that a stream uses; handed in, so that tests need none. */
export interface RunStreamHost {
  /** Hears of the events of the run as they happen (`shared-stream.ts`). */
  watch(runId: RunId, listener: StreamListener): () => void;
  /** The events of the run behind `afterSeq`, in order. */
  fetchEvents(runId: RunId, afterSeq: number): Promise<readonly RunEvent[]>;
  /** Calls back before the next paint, or soon when nothing is painted; returns its undoing. */
  onNextFrame(callback: () => void): () => void;
  /** Calls back after `ms`; returns its undoing. */
  after(ms: number, callback: () => void): () => void;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

/**
 * Follows a run from its first event to its last, over lost connections.
 * I1 Events reach the sink in order of `seq`, each once: what was seen is dropped, what comes before its turn waits, and what is
 *    missing is asked for.
 * I2 After `run.finished`, and after closing, nothing is opened, scheduled or delivered any more.
 * I3 What could not be asked for is asked for again, later and later.
 * @returns the function that closes the stream; harmless when called twice.
 */
export function openRunStream(runId: RunId, sink: RunStreamSink, host: RunStreamHost = browserHost): () => void {
  let lastSeq = 0;
  let batch: RunEvent[] = [];
  /** Events that came before their turn. */
  const early = new Map<number, RunEvent>();
  let asking: 'no' | 'yes' | 'and again' = 'no';
  let isOpen = false;
  let isClosed = false;
  let retryMs = FIRST_RETRY_MS;
  let cancelFrame: (() => void) | undefined;
  let cancelRetry: (() => void) | undefined;
  let stopWatching: (() => void) | undefined;

  async function catchUp(): Promise<void> {
    if (asking !== 'no') {
      asking = 'and again';
      return;
    }
    cancelRetry?.();
    asking = 'yes';
    const events = await host.fetchEvents(runId, lastSeq).catch(toNoAnswer);
    const isStale = (asking as string) === 'and again'; // others write to it while this waits
    asking = 'no';
    if (isClosed) return;
    if (events === undefined) return retry();
    for (const event of events) early.set(event.seq, event);
    takeInOrder();
    if (isClosed) return;
    stopWatching ??= host.watch(runId, listener);
    if (early.size > 0) return retry();
    retryMs = FIRST_RETRY_MS;
    if (isOpen) sink.setConnection('live');
    if (isStale) void catchUp();
  }

  function retry(): void {
    sink.setConnection('lost');
    cancelRetry?.();
    cancelRetry = host.after(retryMs, () => void catchUp());
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }

  const listener: StreamListener = {
    onOpen() {
      isOpen = true;
      void catchUp();
    },
    onLost() {
      isOpen = false;
      if (!isClosed) sink.setConnection('lost');
    },
    onEvent(value) {
      const event = RunEvent.parse(value);
      if (isClosed || event.seq <= lastSeq) return;
      early.set(event.seq, event);
      takeInOrder();
      if (early.size > 0 && asking === 'no') void catchUp();
    },
  };

  function takeInOrder(): void {
    for (const seq of early.keys()) if (seq <= lastSeq) early.delete(seq);
    for (let event = early.get(lastSeq + 1); event && !isClosed; event = early.get(lastSeq + 1)) {
      early.delete(event.seq);
      lastSeq = event.seq;
      batch.push(event);
      cancelFrame ??= host.onNextFrame(deliver);
      if (event.type === 'run.finished') stop();
    }
  }

  function deliver(): void {
    cancelFrame = undefined;
    const events = batch;
    batch = [];
    sink.receive(events);
    if (events.at(-1)?.type === 'run.finished') sink.setConnection('ended');
  }

  /** Hears and asks for nothing more; what has come is still delivered. */
  function stop(): void {
    isClosed = true;
    stopWatching?.();
    cancelRetry?.();
  }

  sink.setConnection('connecting');
  void catchUp();
  return () => {
    stop();
    cancelFrame?.();
  };
}

/** Why nobody answers, or not as one should, is for the connection banner to find out. */
function toNoAnswer(error: unknown): undefined {
  if (!(error instanceof ConnectionError) && !(error instanceof ApiError)) throw error;
}

const browserHost: RunStreamHost = {
  watch(runId, listener) {
    let isOver = false;
    let stop: (() => void) | undefined;
    // A run that has ended needs none of it.
    void loadPatiently(() => import('./shared-stream.ts')).then(({ watchRun }) => {
      if (!isOver) stop = watchRun(runId, listener);
    });
    return () => {
      isOver = true;
      stop?.();
    };
  },
  fetchEvents: (runId, afterSeq) =>
    getJson(`/runs/${encodeURIComponent(runId)}/events?after=${afterSeq}`, RunEvent.array()),
  onNextFrame(callback) {
    // A hidden page paints nothing and would never be called back.
    if (document.hidden) return browserHost.after(100, callback);
    const frame = requestAnimationFrame(callback);
    return () => cancelAnimationFrame(frame);
  },
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
