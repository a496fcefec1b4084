import { randomFillSync } from 'node:crypto';
import { closeSync, existsSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Room on the disk that is held back, so that open runs can record their end when there is none left. */
export interface DiskReserve {
  readonly isHeld: boolean;
  /** Gives the room to whoever writes next. False when none was held. */
  release(): boolean;
  /** Holds the room back again, once there is as much again beside it. True when it is held. */
  take(): boolean;
}

/** Enough for the ends of some thousand runs; without large answers an event takes about a kilobyte. */
const RESERVE_BYTES = 4 * 1024 * 1024;

/**
 * The reserve in the file `path`. One that an earlier process has left is held; otherwise nothing is, until `take`.
 * The file is full of noise, because a file system that compresses would keep no room for zeros.
 */
export function openDiskReserve(path: string, bytes: number = RESERVE_BYTES): DiskReserve {
  let isHeld = existsSync(path) && statSync(path).size >= bytes;
  const release = (): boolean => {
    const wasHeld = isHeld;
    isHeld = false;
    rmSync(path, { force: true });
    return wasHeld;
  };
  return {
    get isHeld() {
      return isHeld;
    },
    release,
    take() {
      if (isHeld) return true;
      if (freeBytes(dirname(path)) < 2 * bytes) return false;
      isHeld = fill(path, bytes);
      if (!isHeld) rmSync(path, { force: true });
      return isHeld;
    },
  };
}

/** Bytes that this user may still write to the disk that holds `folder`. */
export function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** False when the room went to somebody else meanwhile. */
function fill(path: string, bytes: number): boolean {
  const file = openSync(path, 'w', 0o600);
  try {
    for (let written = 0; written < bytes; ) written += writeSync(file, noise(Math.min(CHUNK_BYTES, bytes - written)));
    return true;
  } catch (error) {
    if (isNoRoom(error)) return false;
    throw error;
  } finally {
    closeSync(file);
  }
}

const CHUNK_BYTES = 256 * 1024;

function noise(bytes: number): Uint8Array {
  return randomFillSync(new Uint8Array(bytes));
}

/** True for the error of a file system that has no room, or none for this user. */
export function isNoRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
