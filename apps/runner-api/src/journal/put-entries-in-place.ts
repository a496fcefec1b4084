import { copyFileSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DATABASE } from './data-directory.ts';
import { asidePathOf, insideOf } from './leftovers.ts';
import { LOCK, OWNER_FILE } from './owner-lock.ts';
import { dataExists, notMovedBack, sync, syncAll, takeForRestore } from './put-in-place.ts';
import { MADE, markAsMade } from './sqlite-database.ts';

/** What does not go with the runs of a directory; `lost+found` is the file system's. */
const STAYS = new Set(['.gitignore', 'lost+found', LOCK, `${LOCK}-journal`, OWNER_FILE]);
const MARK = `${DATABASE}${MADE}`;

/**
 * As `putInPlace`, for a directory `data` that cannot be moved: what is in it is moved aside inside it, and what is in `folder`, which
 * is inside it too, takes its place.
 *
 * While this goes on the journal is missed: should the process be killed, nothing starts on the directory, and nothing of it is
 * lost, until it is restored again.
 * @throws {RunnerError} as `putInPlace`.
 */
export async function putEntriesInPlace(
  folder: string,
  data: string,
  { replace }: { readonly replace: boolean },
): Promise<string | undefined> {
  syncAll(folder);
  if (!replace && entriesOf(data).length > 0) throw dataExists(data);
  const { release } = await takeForRestore(data);
  try {
    return exchange(folder, data);
  } finally {
    release();
  }
}

function exchange(folder: string, data: string): string | undefined {
  const old = entriesOf(data);
  const movedTo = old.length === 0 ? undefined : asidePathOf(insideOf(data));
  const undo: (() => void)[] = [];
  const move = (name: string, from: string, to: string): void => {
    renameSync(join(from, name), join(to, name));
    undo.push(() => renameSync(join(to, name), join(from, name)));
  };
  try {
    const journal = join(data, DATABASE);
    if (markAsMade(journal)) undo.push(() => rmSync(join(data, MARK)));
    sync(data);
    if (movedTo !== undefined) {
      mkdirSync(movedTo, { mode: 0o700 });
      undo.push(() => rmdirSync(movedTo));
      for (const name of journalFirst(old)) move(name, data, movedTo);
      copyFileSync(join(data, MARK), join(movedTo, MARK));
      undo.push(() => rmSync(join(movedTo, MARK)));
      for (const path of [movedTo, data]) sync(path);
    }
    for (const name of journalFirst(entriesOf(folder)).toReversed()) move(name, folder, data);
    sync(data);
    return movedTo;
  } catch (error) {
    undoAll(undo, (failure) => notMovedBack(data, movedTo ?? data, [error, failure]));
    throw error;
  }
}

function undoAll(undo: readonly (() => void)[], toError: (failure: unknown) => Error): void {
  try {
    for (const step of undo.toReversed()) step();
  } catch (failure) {
    throw toError(failure);
  }
}

/** Neither the mark, which is there all the time, nor what restores have put aside or are making. */
function entriesOf(folder: string): readonly string[] {
  return readdirSync(folder).filter(
    (name) => !STAYS.has(name) && name !== MARK && !/^restore\.(?:before|partial)-/.test(name),
  );
}

function journalFirst(names: readonly string[]): readonly string[] {
  return names.toSorted((one, other) => Number(other === DATABASE) - Number(one === DATABASE));
}
