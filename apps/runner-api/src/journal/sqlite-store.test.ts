import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type NewRunEvent, type Pipeline, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LIST_QUERIES } from './run-queries.ts';
import {
  finished,
  openStore,
  queued,
  scratchDirectory,
  stageStarted,
  stageSucceeded,
  started,
  undecided,
  waiting,
} from './sqlite-store.test-support.ts';
import type { SqliteStore } from './sqlite-store.ts';

const RUN = RunId.parse('run-1');
const idOf = (number: number) => RunId.parse(`run-${number}`);
const PIPELINE: Pipeline = {
  name: 'deploy',
  version: '1.0.0',
  tags: [],
  layout: {},
  settings: { max_parallel: 10, on_failure: 'stop' },
  stages: [],
};

async function append(store: SqliteStore, runId: RunId, ...events: readonly NewRunEvent[]): Promise<void> {
  const seq = (await store.journal.read(runId)).length;
  await store.journal.append(runId, seq, events);
}

/** Runs 1 to 5: `deploy` has ended twice and waits once, `report` runs once and is queued once. */
async function storeWithRuns(): Promise<SqliteStore> {
  const store = await openStore();
  await append(store, idOf(1), queued(), started, finished);
  await append(store, idOf(2), queued('report'), started);
  await append(store, idOf(3), queued(), started, waiting);
  await append(store, idOf(4), queued(), started, finished);
  await append(store, idOf(5), queued('report'));
  return store;
}

describe('the summary of a run', () => {
  it('is that of the run without stages and values', async () => {
    const store = await openStore();
    await append(store, RUN, queued(), started, stageStarted, stageSucceeded);
    await append(store, RUN, finished);
    expect(store.find(RUN)).toEqual({
      id: 'run-1',
      pipeline: 'deploy',
      version: '1.0.0',
      definition_hash: 'abc',
      status: 'succeeded',
      trigger: 'test',
      error: null,
      created_at: '2026-11-22T08:00:00.000Z',
      started_at: '2026-11-22T08:00:00.000Z',
      finished_at: '2026-11-22T08:00:00.020Z',
      duration_ms: 20,
      seq: 5,
    });
  });

  it('is waiting until a stage starts again', async () => {
    const store = await openStore();
    await append(store, RUN, queued(), started, waiting);
    expect(store.find(RUN)?.status).toBe('waiting');
    await append(store, RUN, stageStarted);
    expect(store.find(RUN)).toMatchObject({ status: 'running', seq: 4 });
  });

  it('is none for a run that is unknown', async () => {
    expect((await openStore()).find(RUN)).toBeUndefined();
  });
});

describe('a list of runs', () => {
  it.each<[string, object, number[]]>([
    ['all, newest first', {}, [5, 4, 3, 2, 1]],
    ['as many as asked for', { limit: 2 }, [5, 4]],
    ['those before a run', { limit: 2, before: 'run-4' }, [3, 2]],
    ['those of a pipeline', { pipeline: 'deploy' }, [4, 3, 1]],
    ['those with a status', { statuses: ['succeeded'] }, [4, 1]],
    ['those with one of several statuses', { statuses: ['queued', 'succeeded', 'succeeded'] }, [5, 4, 1]],
    ['some of those with one of several statuses', { statuses: ['queued', 'succeeded'], limit: 2 }, [5, 4]],
    ['those with both, before a run', { pipeline: 'deploy', statuses: ['succeeded'], before: 'run-4' }, [1]],
    ['none of an unknown pipeline', { pipeline: 'nothing' }, []],
  ])('has %s', async (_what, query, expected) => {
    const store = await storeWithRuns();
    expect(store.list({ limit: 10, ...query }).map(({ id }) => id)).toEqual(expected.map(idOf));
  });

  it('has only those that wait for a person when they are asked for', async () => {
    const store = await storeWithRuns();
    await store.hold(idOf(5), { kind: 'restored', reason: 'look at it' });
    await append(store, idOf(3), undecided);
    const listed = (query: object) => store.list({ limit: 10, needsPerson: true, ...query }).map(({ id }) => id);
    expect(listed({})).toEqual([5, 3].map(idOf));
    expect(listed({ limit: 1 })).toEqual([idOf(5)]);
    expect(listed({ before: idOf(5) })).toEqual([idOf(3)]);
    expect(listed({ pipeline: 'report' })).toEqual([idOf(5)]);
    expect(listed({ statuses: ['failed'] })).toEqual([]);
    await store.hold(idOf(5), undefined);
    expect(listed({})).toEqual([idOf(3)]);
  });

  it('is read off an index, whatever is asked for', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    await (await openStore(path)).close();
    const database = new DatabaseSync(path);
    onTestFinished(() => database.close());
    for (const sql of Object.values(LIST_QUERIES)) {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
      expect(plan.map(({ detail }) => detail)).toEqual([
        expect.stringMatching(/^SEARCH runs USING .*(INDEX|PRIMARY KEY)/),
      ]);
    }
  });

  it('knows the last run of each pipeline', async () => {
    expect((await storeWithRuns()).lastRunIds()).toEqual(
      new Map([
        ['deploy', 'run-4'],
        ['report', 'run-5'],
      ]),
    );
  });
});

describe('open runs', () => {
  it('are those that have not ended, oldest first', async () => {
    expect((await storeWithRuns()).openRuns().map(({ runId }) => runId)).toEqual([2, 3, 5].map(idOf));
  });

  it('are counted by their status, and by what they wait for a person to do', async () => {
    const store = await storeWithRuns();
    await append(store, idOf(3), undecided);
    await store.hold(idOf(5), { kind: 'restored', reason: 'look at it' });
    expect(store.countOpen()).toEqual([
      { status: 'queued', isHeld: true, needsDecision: false, count: 1 },
      { status: 'running', isHeld: false, needsDecision: false, count: 1 },
      { status: 'waiting', isHeld: false, needsDecision: true, count: 1 },
    ]);
  });

  it('name the run that they are part of', async () => {
    const store = await openStore();
    await append(store, RUN, queued('child', { run_id: 'parent', stage_id: 'sub' }));
    expect(store.openRuns()).toMatchObject([{ runId: 'run-1', parentId: 'parent' }]);
  });

  it('stay held after a restart until they are released', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const before = await openStore(path);
    await append(before, RUN, queued());
    await before.hold(RUN, { kind: 'not_ready', reason: 'its profile is gone' });
    await before.close();
    const store = await openStore(path);
    expect(store.openRuns()[0]?.hold).toEqual({ kind: 'not_ready', reason: 'its profile is gone' });
    await store.hold(RUN, undefined);
    expect(store.openRuns()[0]?.hold).toBeUndefined();
  });
});

describe('the key that started a run', () => {
  it('is found with the run, also after a restart', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const before = await openStore(path);
    const host = { start: { key: 'k', requestHash: 'h' } };
    await before.journal.append(RUN, 0, [queued()], { pipeline: PIPELINE, engineVersion: 1, host });
    await before.close();
    const store = await openStore(path);
    expect([store.findStart('k'), store.findStart('other')]).toEqual([
      { runId: RUN, requestHash: 'h', atMs: Date.parse('2026-11-22T08:00:00.000Z') },
      undefined,
    ]);
  });
});

describe('a key that is used again after its time', () => {
  it('belongs to the run that it started last', async () => {
    const store = await openStore();
    const host = { start: { key: 'k', requestHash: 'h' } };
    const pinned = { pipeline: PIPELINE, engineVersion: 1, host };
    await store.journal.append(RUN, 0, [queued()], pinned);
    await store.journal.append(idOf(2), 0, [queued()], pinned);
    expect([store.findStart('k')?.runId, store.find(RUN)?.id]).toEqual(['run-2', 'run-1']);
  });
});

describe('the summary of a run with an undecided stage', () => {
  const place = { at: '2026-11-22T08:00:00.000Z', t: 0, stage_id: 'a', attempt: 1 };
  const undecided: NewRunEvent = { ...place, type: 'stage.waiting', until: null, why: 'interrupted' };
  const resolved = { as: 'done', by: 'ada', at: place.at } as const;

  it('names the stage until somebody has decided', async () => {
    const store = await openStore();
    await append(store, RUN, queued(), started, stageStarted);
    await append(store, RUN, undecided);
    const before = store.find(RUN)?.undecided;
    await append(store, RUN, { ...place, type: 'stage.succeeded', output: 1, resolved });
    expect([before, store.find(RUN)?.undecided]).toEqual([['a'], undefined]);
  });
});

describe('a store whose disk has failed', () => {
  it('writes nothing more, also when it is closed', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const failures: unknown[] = [];
    const store = await openStore(path, { onFailure: (error) => failures.push(error) });
    await append(store, RUN, queued());
    const other = new DatabaseSync(path);
    other.exec("CREATE TRIGGER fails BEFORE INSERT ON batches BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END");
    other.close();
    await expect(append(store, RUN, started)).rejects.toMatchObject({ code: 'storage_failed' });
    const files = () => ['', '-wal'].map((ending) => readFileSync(path + ending).toString('base64'));
    const before = files();
    await store.close();
    expect([files(), failures.length]).toEqual([before, 1]);
  });
});

describe('crashes', () => {
  /** Lets the process end without closing its store so many times; `between` does what a process does meanwhile. */
  async function crash(
    events: readonly NewRunEvent[],
    times: number,
    between: (store: SqliteStore) => Promise<void> = async () => undefined,
  ): Promise<number | undefined> {
    let path = join(scratchDirectory(), 'journal.db');
    let store = await openStore(path);
    await append(store, RUN, ...events);
    for (let count = 0; count < times; count++) {
      const next = join(scratchDirectory(), 'journal.db');
      for (const ending of ['', '-wal']) copyFileSync(path + ending, next + ending);
      path = next;
      store = await openStore(path);
      await between(store);
    }
    return store.openRuns()[0]?.crashCount;
  }

  const takeUp = async (store: SqliteStore) => {
    await store.noteTakeUp([RUN], 'begins');
    await store.noteTakeUp([RUN], 'over');
  };
  const goOn = async (store: SqliteStore, event: NewRunEvent) => {
    await takeUp(store);
    await append(store, RUN, event);
  };

  it('count against a run that was being worked on', async () => {
    expect(await crash([queued(), started, stageStarted], 3, takeUp)).toBe(3);
  });

  it('do not count against a run that the process had not come to', async () => {
    expect(await crash([queued(), started, stageStarted], 4)).toBe(1); // the first one had begun it
  });

  it('count against a run that the process has released', async () => {
    let isFirst = true;
    const releaseOnce = async (store: SqliteStore) => {
      if (isFirst) await store.hold(RUN, undefined);
      isFirst = false;
    };
    expect(await crash([queued(), started, stageStarted], 2, releaseOnce)).toBe(1);
  });

  it('do not become fewer by what is only repeated', async () => {
    expect(await crash([queued(), started, stageStarted], 3, (store) => goOn(store, stageStarted))).toBe(3);
  });

  it('begin with one again when the run came further', async () => {
    expect(await crash([queued(), started, stageStarted], 3, (store) => goOn(store, stageSucceeded))).toBe(1);
  });

  it('do not count against a run that only waits', async () => {
    expect(await crash([queued(), started, waiting], 3)).toBe(0);
  });

  it.each([
    ['do not count against a run whose child run waits', waiting, 0],
    ['count against a run whose child run goes on', stageStarted, 3],
  ])('%s', async (_claim, last, count) => {
    const child = (store: SqliteStore) =>
      append(store, idOf(2), queued('child', { run_id: RUN, stage_id: 'a' }), started);
    const begin = async (store: SqliteStore) => {
      await takeUp(store);
      if (store.find(idOf(2))) return;
      await child(store);
      await append(store, idOf(2), last);
    };
    // The child is there from the first start on, which therefore finds the parent alone.
    expect(await crash([queued(), started, stageStarted], 4, begin)).toBe(count + 1);
  });

  it('count against a run that only waits while it is taken up', async () => {
    const beginTakeUp = (store: SqliteStore) => store.noteTakeUp([RUN], 'begins');
    expect(await crash([queued(), started, waiting], 4, beginTakeUp)).toBe(3);
  });

  it('do not count against a run whose taking up was over', async () => {
    expect(await crash([queued(), started, waiting], 4, takeUp)).toBe(0);
  });

  it('are forgotten when the run is released', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const store = await openStore(path);
    await append(store, RUN, queued(), started, stageStarted);
    const copy = join(scratchDirectory(), 'journal.db');
    for (const ending of ['', '-wal']) copyFileSync(path + ending, copy + ending);
    const crashed = await openStore(copy);
    await crashed.hold(RUN, undefined);
    expect(crashed.openRuns()[0]?.crashCount).toBe(0);
  });

  it('are none after an orderly end', async () => {
    const path = join(scratchDirectory(), 'journal.db');
    const store = await openStore(path);
    await append(store, RUN, queued(), started, stageStarted);
    await store.close();
    expect((await openStore(path)).openRuns()[0]?.crashCount).toBe(0);
  });
});
