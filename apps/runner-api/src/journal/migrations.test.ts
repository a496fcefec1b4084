import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { ENGINE_VERSION } from '@flowmason/engine';
import { type NewRunEvent, type Pipeline, type RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { MIGRATIONS } from './migrations.ts';
import { summaryAfter, sumOfRow } from './run-rows.ts';
import {
  finished,
  openStore,
  queued,
  scratchDirectory,
  stageStarted,
  stageSucceeded,
  started,
} from './sqlite-store.test-support.ts';
import { toStoredValue } from './stored-values.ts';

const ENDED = RunId.parse('ended');
const OPEN = RunId.parse('open');
const PIPELINE: Pipeline = {
  name: 'deploy',
  version: '1.0.0',
  tags: [],
  layout: {},
  settings: { max_parallel: 10, on_failure: 'stop' },
  stages: [],
};
const JOURNALS: readonly (readonly [RunId, readonly NewRunEvent[]])[] = [
  [ENDED, [queued(), started, stageStarted, stageSucceeded, finished]],
  [OPEN, [queued(), started, stageStarted]],
];

const stamped = (runId: RunId, events: readonly NewRunEvent[]): readonly RunEvent[] =>
  events.map((event, index) => ({ ...event, run_id: runId, seq: index + 1 }) as RunEvent); // as the journal stamps them

/** A file as the first released format wrote it, closed in order: a run that has ended and one that is open. */
function fileOfFormat1(): string {
  const path = join(scratchDirectory(), 'journal.db');
  const database = new DatabaseSync(path);
  database.exec(
    `PRAGMA journal_mode = WAL; ${MIGRATIONS[0]}; PRAGMA application_id = ${0x464d_726e}; PRAGMA user_version = 1`,
  );
  database.exec("INSERT INTO meta (key, value) VALUES ('state', 'closed')");
  const { hash, body } = toStoredValue(JSON.stringify(PIPELINE));
  database.prepare('INSERT INTO blobs (hash, body) VALUES (?, ?)').run(hash, body);
  for (const [index, [runId, events]] of JOURNALS.entries()) addRun(database, { n: index + 1, runId, events, hash });
  database.exec('INSERT INTO open_runs (n) VALUES (2)');
  database.close();
  return path;
}

function addRun(
  database: DatabaseSync,
  { n, runId, events, hash }: { n: number; runId: RunId; events: readonly NewRunEvent[]; hash: Uint8Array },
): void {
  const summary = summaryAfter(undefined, runId, stamped(runId, events));
  const row = {
    id: runId,
    pipeline: summary.pipeline,
    status: summary.status,
    summary: JSON.stringify(summary),
    definition: hash,
    engine: ENGINE_VERSION,
    host: null,
  };
  database
    .prepare(
      'INSERT INTO runs (n, id, pipeline, status, seq, summary, definition, engine, host, sum) VALUES (:n, :id, :pipeline, :status, :seq, :summary, :definition, :engine, :host, :sum)',
    )
    .run({ n, ...row, seq: events.length, sum: sumOfRow({ ...row }) });
  const batch = database.prepare(
    'INSERT INTO batches (place, first_seq, body, has_values, sum) VALUES (?, ?, ?, 0, ?)',
  );
  for (const [first, last] of [
    [1, 2],
    [3, events.length],
  ] as const) {
    const body = JSON.stringify(events.slice(first - 1, last));
    batch.run(n * 65_536 + last, first, body, crc32(body));
  }
}

describe('a store of the first format', () => {
  it('is read as it was written', async () => {
    const store = await openStore(fileOfFormat1());
    for (const [runId, events] of JOURNALS) expect(await store.journal.read(runId)).toEqual(stamped(runId, events));
    expect(store.list({ limit: 10 }).map(({ id, status }) => [id, status])).toEqual([
      ['open', 'running'],
      ['ended', 'succeeded'],
    ]);
  });

  it('lets its open runs go on', async () => {
    const path = fileOfFormat1();
    const store = await openStore(path);
    expect(store.openRuns().map(({ runId }) => runId)).toEqual([OPEN]);
    expect(await store.journal.pinned(OPEN)).toEqual({ pipeline: PIPELINE, engineVersion: ENGINE_VERSION });
    await store.journal.append(OPEN, 3, [stageSucceeded, finished]);
    await store.close();
    expect((await openStore(path)).find(OPEN)).toMatchObject({ status: 'succeeded', seq: 5 });
  });

  it('is brought into the current format once', async () => {
    const path = fileOfFormat1();
    await (await openStore(path)).close();
    const database = new DatabaseSync(path, { readOnly: true });
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: MIGRATIONS.length });
    database.close();
  });
});
