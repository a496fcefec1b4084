import type { DatabaseSync } from 'node:sqlite';
import { RunId, type RunSummary } from '@flowmason/pipeline-schema';
import { type Hold, type OpenRun, RunHost, type RunStore } from '../run-store.ts';
import { countCrashes } from './count-crashes.ts';
import { createGroupCommit, type GroupCommitOptions } from './group-commit.ts';
import { checkRow, type RunRow, summaryOf } from './run-rows.ts';
import { openDatabase } from './sqlite-database.ts';
import { createSqliteJournal } from './sqlite-journal.ts';

export type SqliteStoreOptions = GroupCommitOptions;

/**
 * The runs in one SQLite file, or in memory for `:memory:`. The caller owns the directory of the file.
 * @throws {RunnerError} `data_unusable` when the file cannot be used.
 */
export async function openSqliteStore(path: string, options: SqliteStoreOptions): Promise<RunStore> {
  const { database, hadCrashed, close } = openDatabase(path);
  const commits = createGroupCommit(database, options);
  const journal = createSqliteJournal(database, commits);
  const statements = prepare(database);

  const find = (runId: RunId): RunSummary | undefined => {
    const row = statements.find.get(runId);
    return row && summaryOf(checkRow(row as RunRow)); // the table's columns, whose types are strict
  };
  const store: RunStore = {
    journal,
    find,
    list: (query) => listRuns(database, query),
    lastRunIds() {
      const rows = statements.lastRuns.all();
      return new Map(rows.map((row) => [String(row['pipeline']), RunId.parse(row['id'])]));
    },
    findStart(key) {
      const row = statements.findStart.get(key);
      if (row === undefined) return undefined;
      const { id, host } = checkRow(row as RunRow); // as above
      const start = host === null ? undefined : RunHost.parse(JSON.parse(host)).start;
      return start && { runId: RunId.parse(id), requestHash: start.requestHash };
    },
    openRuns: () => statements.openRuns.all().map(toOpenRun),
    noteTakeUp: (runIds, phase) =>
      commits.write(() => {
        for (const runId of runIds) statements.noteTakeUp.run(phase === 'begins' ? 1 : 0, runId);
      }),
    hold: (runId, hold) =>
      commits.write(() => {
        statements.hold.run(hold?.kind ?? null, hold?.reason ?? null, runId);
        if (hold === undefined) statements.forgetCrashes.run(runId);
      }),
    async close() {
      commits.close();
      close();
    },
  };
  if (hadCrashed) await countCrashes(store, database, commits);
  return store;
}

function listRuns(
  database: DatabaseSync,
  { limit, pipeline, status, before }: Parameters<RunStore['list']>[0],
): readonly RunSummary[] {
  const conditions = [
    ...(pipeline === undefined ? [] : [{ sql: 'pipeline = ?', value: pipeline }]),
    ...(status === undefined ? [] : [{ sql: 'status = ?', value: status }]),
    ...(before === undefined ? [] : [{ sql: 'n < (SELECT n FROM runs WHERE id = ?)', value: before }]),
  ];
  const where = conditions.length > 0 ? `WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}` : '';
  const rows = database
    .prepare(`SELECT * FROM runs ${where} ORDER BY n DESC LIMIT ?`)
    .all(...conditions.map(({ value }) => value), limit);
  return rows.map((row) => summaryOf(checkRow(row as RunRow))); // the table's columns, whose types are strict
}

function toOpenRun(row: Record<string, unknown>): OpenRun {
  const summary = summaryOf(checkRow(row as RunRow)); // the columns of `runs` are among those that the statement names
  const { hold_kind: kind, hold_reason: reason, crashes } = row;
  const hold: Hold | undefined =
    kind === 'quarantined' || kind === 'not_ready' ? { kind, reason: String(reason) } : undefined;
  return { runId: summary.id, parentId: summary.parent?.run_id, hold, crashCount: Number(crashes) };
}

function prepare(database: DatabaseSync) {
  const ofRun = 'n = (SELECT n FROM runs WHERE id = ?)';
  return {
    find: database.prepare('SELECT * FROM runs WHERE id = ?'),
    findStart: database.prepare('SELECT * FROM runs WHERE start_key = ?'),
    lastRuns: database.prepare('SELECT pipeline, id FROM runs WHERE n IN (SELECT max(n) FROM runs GROUP BY pipeline)'),
    openRuns: database.prepare(
      'SELECT runs.*, crashes, hold_kind, hold_reason FROM open_runs JOIN runs USING (n) ORDER BY n',
    ),
    noteTakeUp: database.prepare(`UPDATE open_runs SET taking_up = ? WHERE ${ofRun}`),
    hold: database.prepare(`UPDATE open_runs SET hold_kind = ?, hold_reason = ? WHERE ${ofRun}`),
    forgetCrashes: database.prepare(`UPDATE open_runs SET crashes = 0 WHERE ${ofRun}`),
  };
}
