import { constants, type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** What came out of a pipe until its writers had closed it, or why there is nothing to go by. */
export type PipeText = { readonly text: string } | { readonly problem: string };

export interface PipeLimits {
  /** How long something may take to come when nobody has the other end open, in ms. Default 3,000. */
  readonly silentMs?: number;
  /** How long a writer may take until it closes its end, in ms. Default 30,000: a vault that is asked takes a while. */
  readonly openMs?: number;
}

/** More than any key or token has. */
const MAX_BYTES = 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
const RETRY_MS = 10;

/**
 * Empties the named pipe, or the one of a shell (`<(command)`), at `path`. Can be done once: what it gives is gone from the
 * pipe. Never waits for ever, and holds up nothing else meanwhile.
 * @throws the error of the system when it cannot be opened or read.
 */
export async function readPipe(path: string, limits: PipeLimits = {}): Promise<PipeText> {
  const { silentMs = 3000, openMs = 30_000 } = limits;
  // Opened to be read as usual, it would wait for a writer before it can be given up.
  const pipe = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const chunks: Buffer[] = [];
  let size = 0;
  let silentSince = performance.now();
  const until = silentSince + openMs;
  try {
    for (;;) {
      const chunk = await readOn(pipe);
      if (chunk === 'nothing yet') silentSince = performance.now();
      else if (chunk.length > 0) {
        chunks.push(chunk);
        size += chunk.length;
      } else if (size > 0) return { text: Buffer.concat(chunks).toString('utf8') };
      if (size > MAX_BYTES) return { problem: `gives more than ${MAX_BYTES / 1024} kB` };
      const now = performance.now();
      if (now - silentSince > silentMs) return { problem: `nobody has written into for ${silentMs / 1000} s` };
      if (now > until) return { problem: `is still being written into after ${openMs / 1000} s` };
      if (chunk === 'nothing yet' || chunk.length === 0) await sleep(RETRY_MS);
    }
  } finally {
    await pipe.close();
  }
}

/** Nothing more than an empty buffer when nobody has the other end open. */
async function readOn(pipe: FileHandle): Promise<Buffer | 'nothing yet'> {
  try {
    const { buffer, bytesRead } = await pipe.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, null);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 'nothing yet';
    throw error;
  }
}
