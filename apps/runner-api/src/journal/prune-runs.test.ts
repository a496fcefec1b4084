import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ENGINE_VERSION } from '@flowmason/engine';
import { type Json, type NewRunEvent, type Pipeline, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import type { PruneLimits } from '../run-store.ts';
import { finished, logged, openStore, queued, scratchDirectory, started } from './sqlite-store.test-support.ts';
import type { SqliteStore } from './sqlite-store.ts';

const idOf = (number: number) => RunId.parse(`run-${number}`);
const NEXT_DAY: PruneLimits = { endedBefore: '2026-11-23T08:00:00.000Z', keyedSince: '2026-11-16T08:00:00.000Z' };
const DAY_BEFORE: PruneLimits = { ...NEXT_DAY, endedBefore: '2026-11-21T08:00:00.000Z' };
const LARGE = 'x'.repeat(70_000);
const PIPELINE: Pipeline = {
  name: 'deploy',
  version: '1.0.0',
  tags: [],
  layout: {},
  settings: { max_parallel: 10, on_failure: 'stop' },
  stages: [],
};

async function append(store: SqliteStore, runId: RunId, events: readonly NewRunEvent[], host?: Json): Promise<void> {
  const seq = (await store.journal.read(runId)).length;
  const pinned = { pipeline: PIPELINE, engineVersion: ENGINE_VERSION, ...(host !== undefined && { host }) };
  await store.journal.append(runId, seq, events, seq === 0 ? pinned : undefined);
}

/** Takes all steps; gives the runs that went. */
async function pruneAll(store: SqliteStore, limits: PruneLimits): Promise<readonly string[]> {
  const gone: string[] = [];
  for (;;) {
    const { removed, isDone } = await store.prune(limits);
    gone.push(...removed);
    if (isDone) return gone;
  }
}

/** The number of rows of each table in the file, once nobody has it. */
async function rowsOf(store: SqliteStore, path: string): Promise<Record<string, number>> {
  await store.close();
  const database = new DatabaseSync(path, { readOnly: true });
  const count = (table: string) => Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
  const rows = Object.fromEntries(
    ['runs', 'batches', 'blobs', 'run_blobs', 'removals'].map((name) => [name, count(name)]),
  );
  database.close();
  return rows;
}

describe('pruning', () => {
  it('removes runs that ended before the instant, and no others', async () => {
    const store = await openStore();
    await append(store, idOf(1), [queued(), started, finished]);
    await append(store, idOf(2), [queued(), started]);
    expect(await pruneAll(store, DAY_BEFORE)).toEqual([]);
    expect(await pruneAll(store, NEXT_DAY)).toEqual(['run-1']);
    expect(store.list({ limit: 10 }).map(({ id }) => id)).toEqual(['run-2']);
  });

  it('leaves nothing of them behind', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const store = await openStore(path);
    await append(store, idOf(1), [queued(), started, logged(LARGE)]);
    await append(store, idOf(1), [finished]);
    await pruneAll(store, NEXT_DAY);
    expect(await rowsOf(store, path)).toEqual({ runs: 0, batches: 0, blobs: 0, run_blobs: 0, removals: 0 });
  });

  it('keeps the values and the definition that another run holds too', async () => {
    const store = await openStore();
    await append(store, idOf(1), [queued(), started, logged(LARGE), finished]);
    await append(store, idOf(2), [queued(), started, logged(LARGE)]);
    await pruneAll(store, NEXT_DAY);
    expect((await store.journal.read(idOf(2))).at(-1)).toMatchObject({ data: LARGE });
    expect(await store.journal.pinned(idOf(2))).toMatchObject({ pipeline: PIPELINE });
  });

  it('keeps a child as long as its parent, and removes it with the parent', async () => {
    const store = await openStore();
    await append(store, idOf(1), [queued(), started]);
    await append(store, idOf(2), [queued('child', { run_id: 'run-1', stage_id: 'a' }), started, finished]);
    expect(await pruneAll(store, NEXT_DAY)).toEqual([]);
    await append(store, idOf(1), [finished]);
    expect(await pruneAll(store, NEXT_DAY)).toEqual(['run-1', 'run-2']);
  });

  it('keeps a run as long as its Idempotency-Key counts', async () => {
    const store = await openStore();
    await append(store, idOf(1), [queued(), started, finished], { start: { key: 'k', requestHash: 'h' } });
    expect(await pruneAll(store, NEXT_DAY)).toEqual([]);
    expect(await pruneAll(store, { ...NEXT_DAY, keyedSince: NEXT_DAY.endedBefore })).toEqual(['run-1']);
  });

  it('goes on after a restart in the middle', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const store = await openStore(path);
    await append(store, idOf(1), [queued(), started, logged(LARGE), finished]);
    expect((await store.prune(NEXT_DAY)).removed).toEqual(['run-1']);
    await store.close();
    const again = await openStore(path);
    await pruneAll(again, NEXT_DAY);
    expect(await rowsOf(again, path)).toEqual({ runs: 0, batches: 0, blobs: 0, run_blobs: 0, removals: 0 });
  });

  it('looks at every run, also when a write of the same commit is refused', async () => {
    const store = await openStore(':memory:');
    const ids = Array.from({ length: 120 }, (_, number) => idOf(number));
    await Promise.all(ids.map((id) => append(store, id, [queued(), started, finished])));
    const [step] = await Promise.all([
      store.prune(NEXT_DAY),
      expect(store.journal.append(idOf(0), 99, [started])).rejects.toMatchObject({ code: 'journal_conflict' }),
    ]);
    expect(step.removed).toEqual(ids.slice(0, 100));
  });

  it('removes a long journal in several steps', async () => {
    const store = await openStore();
    await append(store, idOf(1), [queued(), started]);
    for (let count = 0; count < 450; count++) await append(store, idOf(1), [logged(count)]);
    await append(store, idOf(1), [finished]);
    let steps = 0;
    while (!(await store.prune(NEXT_DAY)).isDone) steps += 1;
    expect(steps).toBeGreaterThanOrEqual(3);
  });
});
