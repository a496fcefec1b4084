import { type BigIntStats, lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { PipelineFile } from '@flowmason/pipeline-schema';

/** Pipeline files as they were read last, each with what its file system said of it then. */
export interface KnownFiles {
  /** The file at `path` if nothing has happened to it since it was read; undefined when it has to be looked for and read. */
  find(path: string): PipelineFile | undefined;
  /** Reads with `read` and remembers what it gives. */
  learn(path: string, read: () => Promise<PipelineFile | undefined>): Promise<PipelineFile | undefined>;
}

const MAX_FILES = 64;
/** Times of files are coarse: of one that has just been written a second change might not show. */
const SETTLED_MS = 2000;

/** Remembers files of the directory `root`, so that a pipeline that is started again and again is read once. */
export function createKnownFiles(root: string, now: () => number = Date.now): KnownFiles {
  const known = new Map<string, { readonly stamp: string; readonly file: PipelineFile }>();
  return {
    find(path) {
      const found = known.get(path);
      if (found === undefined) return undefined;
      const stats = look(join(root, path));
      if (stats && stampOf(stats) === found.stamp) return found.file;
      known.delete(path);
      return undefined;
    },
    async learn(path, read) {
      const before = look(join(root, path));
      const file = await read();
      // Unchanged since before it was read, when that is compared the next time.
      if (!before || !file || now() - Number(before.ctimeMs) < SETTLED_MS) return file;
      known.delete(path);
      known.set(path, { stamp: stampOf(before), file });
      for (const oldest of known.keys()) if (known.size > MAX_FILES) known.delete(oldest);
      return file;
    },
  };
}

/**
 * At once: a look takes a few microseconds, and handing it to another thread many times as long. Undefined for what cannot
 * be looked at: whoever reads it then says why.
 */
function look(path: string): BigIntStats | undefined {
  try {
    const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
    return stats?.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}

/** Differs when another file stands there, or when its content or its rights were changed. */
function stampOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(' ');
}
