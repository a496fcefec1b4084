import type { RunId } from '@flowmason/pipeline-schema';
import { loadPatiently } from './load-patiently.ts';
import type { PageMessage, StreamNews, StreamWish } from './stream-messages.ts';

/** What a page hears of the stream that it shares with the other pages of this browser. */
export interface StreamListener {
  /** Nothing is missed from now on; what came before is to be asked for. May come again, and then means the same. */
  onOpen(): void;
  onLost(): void;
  /** An event as the server sent it, unchecked. */
  onEvent(event: unknown): void;
}

const ofRuns = new Map<RunId, Set<StreamListener>>();
const ofAll = new Set<StreamListener>();
let port: Promise<MessagePort> | undefined;

/** Hears of every event of the run, until the function that it gives back is called. */
export function watchRun(runId: RunId, listener: StreamListener): () => void {
  const listeners = ofRuns.get(runId) ?? new Set();
  ofRuns.set(runId, listeners.add(listener));
  void sendWish();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) ofRuns.delete(runId);
    void sendWish();
  };
}

/** Hears whenever any run begins, waits or ends, until the function that it gives back is called. */
export function watchRuns(listener: StreamListener): () => void {
  ofAll.add(listener);
  void sendWish();
  return () => {
    ofAll.delete(listener);
    void sendWish();
  };
}

/** The browser is somebody else to the server now: the stream of all its pages begins anew. */
export function renewStream(): void {
  const renewal: PageMessage = 'renew';
  void port?.then((opened) => opened.postMessage(renewal));
}

async function sendWish(isLeaving = false): Promise<void> {
  port ??= openPort();
  const wish: StreamWish = isLeaving
    ? { runs: [], hearsRuns: false }
    : { runs: [...ofRuns.keys()], hearsRuns: ofAll.size > 0 };
  (await port).postMessage(wish);
}

function hear({ data: news }: MessageEvent<StreamNews>): void {
  const watched = [...ofRuns].flatMap(([runId, listeners]) => [...listeners].map((listener) => ({ runId, listener })));
  if (news.kind === 'lost') for (const { listener } of watched) listener.onLost();
  if (news.kind === 'lost') for (const listener of ofAll) listener.onLost();
  if (news.kind === 'open') {
    for (const { runId, listener } of watched) if (news.runs.includes(runId)) listener.onOpen();
    for (const listener of ofAll) listener.onOpen();
  }
  if (news.kind === 'event') {
    for (const { runId, listener } of watched) if (runId === news.event.run_id) listener.onEvent(news.event);
    for (const listener of ofAll) listener.onEvent(news.event);
  }
}

async function openPort(): Promise<MessagePort> {
  // A page that goes, also into the browser's memory of pages, wants nothing any more.
  addEventListener('pagehide', () => void sendWish(true));
  addEventListener('pageshow', ({ persisted }) => persisted && void sendWish());
  const opened = typeof SharedWorker === 'undefined' ? await ownHub() : sharedHub();
  opened.onmessage = hear;
  return opened;
}

function sharedHub(): MessagePort {
  const worker = new SharedWorker(new URL('./stream.worker.ts', import.meta.url), { type: 'module' });
  worker.onerror = () => {
    // It could not be loaded: this page goes on by itself, and hears nothing from there should it come later.
    worker.port.onmessage = null;
    worker.port.close();
    port = ownHub().then((own) => {
      own.onmessage = hear;
      return own;
    });
    void sendWish();
  };
  return worker.port;
}

/** For browsers without shared workers: a stream of this page alone. */
async function ownHub(): Promise<MessagePort> {
  const { createStreamHub } = await loadPatiently(() => import('./stream-hub.ts'));
  const { port1, port2 } = new MessageChannel();
  createStreamHub().join(port2);
  return port1;
}
