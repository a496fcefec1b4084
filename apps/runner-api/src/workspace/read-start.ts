import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** The beginning of a file. */
export interface FileStart {
  readonly bytes: Buffer;
  readonly updatedAt: Date;
}

/** One byte more than a definition may have, so that reading a larger file still shows that it is too large. */
export const MAX_READ_BYTES = 1024 * 1024 + 1;

/** A named pipe is opened without waiting for somebody who writes into it; then it is seen to be no file. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * The first megabyte (and one byte) of a file, and when it was written; undefined when there is no such file, or `isAllowed`
 * says so of the one that was opened.
 */
export async function readStart(
  path: string,
  isAllowed: (file: FileHandle) => Promise<boolean> = async () => true,
): Promise<FileStart | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, READ_AT_ONCE);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  try {
    const stats = await file.stat();
    if (!stats.isFile() || !(await isAllowed(file))) return undefined;
    const { size, mtime } = stats;
    const bytes = Buffer.alloc(Math.min(size, MAX_READ_BYTES));
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    return { bytes: bytes.subarray(0, bytesRead), updatedAt: mtime };
  } finally {
    await file.close();
  }
}

/** True for what the system says of a path at which there is no file. */
export function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP'].some((code) => hasCode(error, code));
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
