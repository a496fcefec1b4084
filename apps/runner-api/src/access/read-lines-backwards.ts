import { type FileHandle, open } from 'node:fs/promises';
import { RunnerError } from '../runner-error.ts';

export interface BackwardsQuery<Line> {
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor?: string | undefined;
  /** Undefined for a line that is passed over. */
  readonly parse: (text: string) => Line | undefined;
  /** True for a line that is no part of any page. `following` gives what stands behind it in its file, 256 kB at most. */
  readonly isHidden?: (line: Line, following: () => Promise<string>) => Promise<boolean>;
}

export interface LinePage<Line> {
  readonly lines: readonly Line[];
  /** Where the next page begins; undefined when there is none. */
  readonly next: string | undefined;
}

const CHUNK_BYTES = 64 * 1024;

/**
 * The last lines of files that only grow, newest first; `paths` are the files from the newest to the oldest, those that are
 * not there are passed over. A cursor is the file's number in the file system and a place in it, so it stays good when the
 * file is renamed and when lines are added.
 * @throws {RunnerError} `request_invalid` for a cursor whose file is no longer there.
 */
export async function readLinesBackwards<Line>(
  paths: readonly string[],
  { limit, cursor, parse, isHidden }: BackwardsQuery<Line>,
): Promise<LinePage<Line>> {
  const from = cursor === undefined ? undefined : parseCursor(cursor);
  const lines: Line[] = [];
  let next: string | undefined;
  let isFound = from === undefined;
  for (const path of paths) {
    const file = await openIfThere(path);
    if (file === undefined) continue;
    try {
      const { ino, size } = await file.stat({ bigint: true });
      if (!isFound && ino !== from?.ino) continue;
      const end = isFound ? Number(size) : Math.min(from?.offset ?? 0, Number(size));
      isFound = true;
      for await (const { text, offset } of linesBefore(file, end)) {
        const line = parse(text);
        if (line === undefined) continue;
        const following = () => readOn(file, offset + Buffer.byteLength(text));
        const isPassedOver = (await isHidden?.(line, following)) ?? false;
        if (lines.length === limit && !isPassedOver) return { lines, next };
        if (!isPassedOver) lines.push(line);
        next = `${ino}.${offset}`;
      }
    } finally {
      await file.close();
    }
  }
  if (!isFound) {
    throw new RunnerError('request_invalid', 'The cursor leads nowhere any more. Begin again without one.');
  }
  return { lines, next: undefined };
}

/** The whole lines that end before `end`, the last one first, with the place where each begins. */
async function* linesBefore(file: FileHandle, end: number): AsyncGenerator<{ text: string; offset: number }> {
  let start = end;
  let rest = Buffer.alloc(0); // begins at `start`
  while (start > 0) {
    const length = Math.min(CHUNK_BYTES, start);
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, start - length);
    start -= length;
    rest = Buffer.concat([buffer, rest]);
    for (let cut = rest.lastIndexOf(LINE_END); cut !== -1; cut = rest.lastIndexOf(LINE_END)) {
      yield { text: rest.toString('utf8', cut + 1), offset: start + cut + 1 };
      rest = rest.subarray(0, cut);
    }
  }
  yield { text: rest.toString('utf8'), offset: 0 };
}

async function readOn(file: FileHandle, from: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(FOLLOWING_BYTES), 0, FOLLOWING_BYTES, from);
  return buffer.toString('utf8', 0, bytesRead);
}

const FOLLOWING_BYTES = 256 * 1024;
const LINE_END = 0x0a;

function parseCursor(cursor: string): { readonly ino: bigint; readonly offset: number } {
  const [, ino, offset] = /^(\d{1,20})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (ino === undefined || offset === undefined) {
    throw new RunnerError('request_invalid', 'The cursor is not one that a page of the audit log ends with.');
  }
  return { ino: BigInt(ino), offset: Number(offset) };
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
