import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adoptStores } from './adopt-stores.ts';
import { copyRuns } from './copy-runs.ts';
import { openDataDirectory } from './data-directory.ts';
import {
  finished,
  logged,
  openStore,
  queued,
  scratchDirectory,
  stageStarted,
  started,
} from './sqlite-store.test-support.ts';
import type { SqliteStore } from './sqlite-store.ts';

const OWN = RunId.parse('own');
const ENDED = RunId.parse('ended');
const OPEN = RunId.parse('open');
const LARGE = { body: 'x '.repeat(50_000) };

/** A store that already has a run, so that the places of the others move, and a folder of others. */
async function setUp() {
  const folder = scratchDirectory();
  const store = await openStore();
  await store.journal.append(OWN, 0, [queued(), started]);
  const defects: unknown[] = [];
  return {
    folder,
    store,
    defects,
    adopt: () => adoptStores(store, { folder, onDefect: (error) => defects.push(error) }),
  };
}

/** What another process leaves: a run that has ended and one that has not. */
async function leaveStore(folder: string, end: 'closed' | 'going on'): Promise<SqliteStore> {
  const path = join(folder, 'other');
  mkdirSync(path);
  const other = await openStore(join(path, 'journal.db'));
  await other.journal.append(ENDED, 0, [queued('deploy'), started, logged(LARGE), finished]);
  await other.journal.append(OPEN, 0, [queued('report'), started, stageStarted]);
  if (end === 'closed') await other.close();
  return other;
}

describe('stores of other processes', () => {
  it('are taken in with all that they hold, and removed', async () => {
    const { folder, store, adopt, defects } = await setUp();
    await leaveStore(folder, 'closed');
    expect([await adopt(), defects, readdirSync(folder)]).toEqual([1, [], []]);
    expect(store.list({ limit: 9 }).map(({ id, status }) => [id, status])).toEqual([
      ['open', 'running'],
      ['ended', 'succeeded'],
      ['own', 'running'],
    ]);
    expect((await store.journal.read(ENDED))[2]).toMatchObject({ type: 'log', data: LARGE });
    expect(store.openRuns().map(({ runId }) => runId)).toEqual([OWN, OPEN]);
    await store.journal.append(OPEN, 3, [finished]);
    expect(store.find(OPEN)?.status).toBe('succeeded');
  });

  it('count a crash of their process', async () => {
    const { folder, store, adopt } = await setUp();
    await leaveStore(folder, 'going on'); // and never closes it, as one that was killed
    await adopt();
    expect(store.openRuns().find(({ runId }) => runId === OPEN)?.crashCount).toBe(1);
  });

  it('are left alone while their process has them', async () => {
    const { folder, store, adopt, defects } = await setUp();
    await leaveStore(folder, 'closed');
    const owner = { pid: 4711, command: 'fm run x', since: '2026-11-22T08:00:00.000Z' };
    const { release } = await openDataDirectory(join(folder, 'other'), { owner, patienceMs: 0 });
    onTestFinished(release);
    expect([await adopt(), defects, store.find(ENDED), existsSync(join(folder, 'other'))]).toEqual([
      0,
      [],
      undefined,
      true,
    ]);
  });

  it('are left where they are when they cannot be read, and told of', async () => {
    const { folder, adopt, defects } = await setUp();
    mkdirSync(join(folder, 'other'));
    writeFileSync(join(folder, 'other/journal.db'), 'x'.repeat(4096));
    expect([await adopt(), readdirSync(folder)]).toEqual([0, ['other']]);
    expect(defects).toMatchObject([{ code: 'data_unusable' }]);
  });

  it('are left where they are when they cannot be written to, and nothing else fails', async () => {
    const { folder, adopt, defects } = await setUp();
    const other = await leaveStore(folder, 'going on');
    const database = new DatabaseSync(join(folder, 'other/journal.db'));
    database.exec("CREATE TRIGGER broken BEFORE UPDATE ON open_runs BEGIN SELECT RAISE(ABORT, 'broken'); END");
    database.close();
    expect([await adopt(), readdirSync(folder)]).toEqual([0, ['other']]);
    expect(defects).toMatchObject([{ code: 'storage_failed' }]);
    await other.close();
  });

  it('tell the disk of the store that takes them in from their own', async () => {
    const { folder } = await setUp();
    await leaveStore(folder, 'closed');
    const failures: unknown[] = [];
    const database = new DatabaseSync(join(folder, 'other/journal.db'));
    database.exec('PRAGMA query_only = 1');
    const copy = () => copyRuns(join(folder, 'other/journal.db'), database, (error) => failures.push(error));
    expect(copy).toThrow('readonly');
    database.close();
    expect(failures).toHaveLength(1);
  });

  it('are taken in once, also when a process ends before it has removed them', async () => {
    const { folder, store } = await setUp();
    await leaveStore(folder, 'closed');
    const database = join(folder, 'other/journal.db');
    store.takeIn(database);
    store.takeIn(database);
    expect(store.list({ limit: 9 })).toHaveLength(3);
  });
});
