import { describe, expect, it } from 'vitest';
import { type ReadingMessage, readToMessage } from '../model/document/reading-message.ts';
import { type ReaderWorker, startDocumentReader } from './document-reader.ts';

/** A worker that answers when it is told to. */
function createWorkerDouble() {
  const asked: string[] = [];
  const worker: ReaderWorker = {
    onmessage: null,
    onerror: null,
    terminate: () => undefined,
    postMessage: ({ type, text }: { type: string; text: string }) => void (type === 'read' && asked.push(text)),
  };
  return {
    worker,
    asked,
    answer: (text: string) => call(worker.onmessage, new MessageEvent('message', { data: readToMessage(text) })),
    crash: (message: string) => call(worker.onerror, Object.assign(new Event('error'), { message })),
  };
}

function call(listener: unknown, event: Event): void {
  if (typeof listener === 'function') listener(event);
}

function startReader() {
  const double = createWorkerDouble();
  const received: string[] = [];
  const failures: string[] = [];
  let tell: (() => void) | undefined;
  const reader = startDocumentReader(
    {
      receive: ({ text }: ReadingMessage) => {
        received.push(text);
        tell?.();
      },
      degrade: ({ message }) => failures.push(message),
    },
    { createWorker: () => double.worker },
  );
  const nextReading = () => new Promise<void>((resolve) => (tell = resolve));
  return { ...double, reader, received, failures, nextReading };
}

describe('startDocumentReader', () => {
  it('reads only the latest of the texts that came while one was being read', () => {
    const { reader, asked, answer, received } = startReader();
    reader.read('1');
    reader.read('2');
    reader.read('3');
    answer('1');
    answer('3');
    expect(asked).toEqual(['1', '3']);
    expect(received).toEqual(['1', '3']);
  });

  it('reads on the page when the worker has stopped, beginning with what was not answered', async () => {
    const { reader, crash, received, failures, nextReading } = startReader();
    reader.read('1');
    reader.read('2');
    const reading = nextReading();
    crash('out of memory');
    await reading;
    expect(failures).toEqual(['out of memory']);
    expect(received).toEqual(['2']);
    const another = nextReading();
    reader.read('3');
    await another;
    expect(received).toEqual(['2', '3']);
  });

  it('tells nothing after it was closed', () => {
    const { reader, answer, crash, received, failures } = startReader();
    reader.read('1');
    reader.close();
    answer('1');
    crash('late');
    expect([received, failures]).toEqual([[], []]);
  });
});
