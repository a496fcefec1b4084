import type { ReadingMessage } from '../model/reading-message.ts';

/** Reads texts off the page's thread. */
export interface DocumentReader {
  /** Asks for `text` to be read. While one text is being read only the latest of the others is kept. */
  read(text: string): void;
  close(): void;
}

/** What a reader tells. */
export interface DocumentReaderSink {
  receive(reading: ReadingMessage): void;
  /** The reader has stopped for good: its script could not be loaded, or it threw, which it never should. */
  fail(error: Error): void;
}

/** Starts a reader; the first reading takes longer than the others because its script is loaded for it. */
export function startDocumentReader(sink: DocumentReaderSink): DocumentReader {
  const worker = new Worker(new URL('./reader.worker.ts', import.meta.url), { type: 'module', name: 'reader' });
  let isBusy = false;
  let waiting: string | undefined;
  const read = (text: string): void => {
    if (isBusy) {
      waiting = text;
      return;
    }
    isBusy = true;
    worker.postMessage(text);
  };
  worker.onmessage = ({ data }: MessageEvent<ReadingMessage>) => {
    isBusy = false;
    const next = waiting;
    waiting = undefined;
    if (next !== undefined) read(next);
    sink.receive(data);
  };
  worker.onerror = ({ message }) => {
    sink.fail(new Error(`The checker of the pipeline stopped: ${message || 'its script could not be loaded'}.`));
  };
  return { read, close: () => worker.terminate() };
}
