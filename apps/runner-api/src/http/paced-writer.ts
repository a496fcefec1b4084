import type { Response } from 'express';
import { endWithAccess } from './stream-access.ts';

/** Writes an answer no faster than it is read, and only as long as its reader is let in. */
export interface PacedWriter {
  /** Aborts when the reader has gone or the answer has ended. */
  readonly closed: AbortSignal;
  /** Writes `texts` one behind the other; resolves when the reader keeps up, or nobody waits for it. */
  write(...texts: readonly string[]): Promise<void>;
}

/** A writer of `res`. When `stop` aborts, nothing waits for the reader any more. */
export function createPacedWriter(res: Response, stop?: AbortSignal): PacedWriter {
  const controller = new AbortController();
  let resume = (): void => {};
  endWithAccess(res);
  res.on('drain', () => resume());
  stop?.addEventListener('abort', () => resume());
  res.on('close', () => {
    controller.abort();
    resume();
  });
  return {
    closed: controller.signal,
    async write(...texts) {
      if (controller.signal.aborted) return;
      let keepsUp = true;
      for (const text of texts) keepsUp = res.write(text);
      if (keepsUp) return;
      await new Promise<void>((resolve) => {
        resume = resolve;
      });
    },
  };
}
