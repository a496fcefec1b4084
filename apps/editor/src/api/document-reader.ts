import { createMessageReader, type ReadingMessage } from '../model/document/reading-message.ts';

/** Reads texts off the page's thread. */
export interface DocumentReader {
  /** Asks for `text` to be read. While one text is being read only the latest of the others is kept. */
  read(text: string): void;
  /** Lets the worker practise on a text like those that will come: code that was just loaded is ten times as slow. */
  warmUp(text: string): void;
  close(): void;
}

/** What a reader tells. */
export interface DocumentReaderSink {
  receive(reading: ReadingMessage): void;
  /** The worker has stopped: its script could not be loaded, or it threw. From now on texts are read on the page's thread. */
  degrade(error: Error): void;
}

/** What a reader needs of a worker. */
export type ReaderWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

/** Starts a reader. */
export function startDocumentReader(
  sink: DocumentReaderSink,
  { createWorker = createReaderWorker }: { readonly createWorker?: () => ReaderWorker } = {},
): DocumentReader {
  const worker = createWorker();
  let ask = (text: string): void => worker.postMessage({ type: 'read', text });
  let reading: string | undefined;
  let waiting: string | undefined;
  let isClosed = false;

  const read = (text: string): void => {
    if (reading !== undefined) {
      waiting = text;
      return;
    }
    reading = text;
    ask(text);
  };
  const receive = (message: ReadingMessage): void => {
    if (isClosed) return;
    const next = waiting;
    reading = undefined;
    waiting = undefined;
    if (next !== undefined) read(next);
    sink.receive(message);
  };
  worker.onmessage = ({ data }: MessageEvent<ReadingMessage>) => receive(data);
  worker.onerror = ({ message }) => {
    if (isClosed) return;
    worker.terminate();
    const readMessage = createMessageReader();
    // In a later turn, as a worker answers.
    ask = (text) => void Promise.resolve().then(() => receive(readMessage(text)));
    const unanswered = waiting ?? reading;
    reading = undefined;
    waiting = undefined;
    sink.degrade(new Error(message || 'its script could not be loaded'));
    if (unanswered !== undefined) read(unanswered);
  };
  return {
    read,
    warmUp: (text) => worker.postMessage({ type: 'warm-up', text }),
    close: () => {
      isClosed = true;
      worker.terminate();
    },
  };
}

function createReaderWorker(): ReaderWorker {
  return new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module', name: 'reader' });
}
