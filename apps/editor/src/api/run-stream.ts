import { RunEvent, type RunId } from '@flowmason/pipeline-schema';
import { API_BASE } from './client.ts';

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
  openSource(url: string): RunEventSource;
  /** Calls back before the next paint, or soon when nothing is painted; returns its undoing. */
  onNextFrame(callback: () => void): () => void;
  /** Calls back after `ms`; returns its undoing. */
  after(ms: number, callback: () => void): () => void;
}

/** What is used of an `EventSource`. */
export type RunEventSource = Pick<EventSource, 'close' | 'readyState' | 'onopen' | 'onmessage' | 'onerror'>;

const CLOSED = 2;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

/**
 * Follows a run from its first event to its last, over lost connections.
 * I1 Events reach the sink in order of `seq`, each once: what was seen is dropped, a gap makes it resume from the last seen,
 *    at once the first time and after a pause while it stays.
 * I2 After `run.finished`, and after closing, nothing is opened, scheduled or delivered any more.
 * I3 The browser's EventSource reconnects by itself while it can; when it has given up, a new one is opened, later and later.
 * @returns the function that closes the stream; harmless when called twice.
 */
export function openRunStream(runId: RunId, sink: RunStreamSink, host: RunStreamHost = browserHost): () => void {
  let source: RunEventSource | undefined;
  let lastSeq = 0;
  let missingAfter: number | undefined;
  let batch: RunEvent[] = [];
  let retryMs = FIRST_RETRY_MS;
  let isClosed = false;
  let cancelFrame: (() => void) | undefined;
  let cancelRetry: (() => void) | undefined;

  function connect(): void {
    cancelRetry?.();
    source?.close();
    const opened = host.openSource(`${API_BASE}/runs/${encodeURIComponent(runId)}/events?after=${lastSeq}`);
    source = opened;
    opened.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      sink.setConnection('live');
    };
    opened.onmessage = ({ data }: MessageEvent<string>) => take(RunEvent.parse(JSON.parse(data)));
    opened.onerror = () => {
      sink.setConnection('lost');
      if (opened.readyState === CLOSED) retry();
    };
  }

  function retry(): void {
    cancelRetry?.();
    cancelRetry = host.after(retryMs, connect);
    retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
  }

  /** An event is missing. When it is missing again, asking at once would go on without end. */
  function resume(): void {
    if (missingAfter !== lastSeq) {
      missingAfter = lastSeq;
      connect();
      return;
    }
    source?.close();
    sink.setConnection('lost');
    retry();
  }

  function take(event: RunEvent): void {
    if (isClosed || event.seq <= lastSeq) return;
    if (event.seq > lastSeq + 1) {
      resume();
      return;
    }
    lastSeq = event.seq;
    batch.push(event);
    if (event.type === 'run.finished') source?.close();
    cancelFrame ??= host.onNextFrame(deliver);
  }

  function deliver(): void {
    cancelFrame = undefined;
    const events = batch;
    batch = [];
    sink.receive(events);
    if (events.at(-1)?.type === 'run.finished') {
      close();
      sink.setConnection('ended');
    }
  }

  function close(): void {
    isClosed = true;
    source?.close();
    cancelFrame?.();
    cancelRetry?.();
  }

  sink.setConnection('connecting');
  connect();
  return close;
}

const browserHost: RunStreamHost = {
  openSource: (url) => new EventSource(url),
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
