import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A small file system of its own. */
export interface SmallDisk {
  /** Leaves no byte free. */
  fill(): void;
  /** Gives the room back. */
  empty(): void;
  /** From now on it can only be read. */
  protect(): void;
  unmount(): void;
}

/** Mounts a file system of so many MB at `folder`, which it makes; undefined where this user may not mount. */
export function mountSmallDisk(folder: string, megabytes: number): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    return undefined; // whoever asked says so, and tests what can be tested without
  }
  const filler = join(folder, 'filler');
  return {
    fill: () => fill(filler),
    empty: () => rmSync(filler, { force: true }),
    protect: () => void execFileSync('mount', ['-o', 'remount,ro', folder]),
    unmount: () => void execFileSync('umount', ['-l', folder]),
  };
}

function fill(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (const size of [65_536, 4096, 1]) {
      let hasRoom = true;
      while (hasRoom) hasRoom = tryWrite(file, size);
    }
  } finally {
    closeSync(file);
  }
}

/** False when the file system is full. */
function tryWrite(file: number, size: number): boolean {
  try {
    return writeSync(file, new Uint8Array(size)) > 0;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}
