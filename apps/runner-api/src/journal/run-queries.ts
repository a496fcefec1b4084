import type { DatabaseSync } from 'node:sqlite';
import { RunId, type RunSummary } from '@flowmason/pipeline-schema';
import { RunHost, type RunStore } from '../run-store.ts';
import { checkRow, type RunRow, summaryOf } from './run-rows.ts';

/** What can be asked of the runs in a database without waiting. */
export type RunQueries = Pick<RunStore, 'find' | 'list' | 'lastRunIds' | 'findStart'>;

/** Questions about the runs in `database`, which has the store's tables. */
export function createRunQueries(database: DatabaseSync): RunQueries {
  const byId = database.prepare('SELECT * FROM runs WHERE id = ?');
  const byStartKey = database.prepare('SELECT * FROM runs WHERE start_key = ?');
  const lastRuns = database.prepare(
    'SELECT pipeline, id FROM runs WHERE n IN (SELECT max(n) FROM runs GROUP BY pipeline)',
  );

  return {
    find(runId) {
      const row = byId.get(runId);
      return row && summaryOf(checkRow(row as RunRow)); // the table's columns, whose types are strict
    },
    list: (query) => listRuns(database, query),
    lastRunIds() {
      return new Map(lastRuns.all().map((row) => [String(row['pipeline']), RunId.parse(row['id'])]));
    },
    findStart(key) {
      const row = byStartKey.get(key);
      if (row === undefined) return undefined;
      const checked = checkRow(row as RunRow); // as above
      const { id, created_at } = summaryOf(checked);
      const start = checked.host === null ? undefined : RunHost.parse(JSON.parse(checked.host)).start;
      return start && { runId: id, requestHash: start.requestHash, atMs: Date.parse(created_at) };
    },
  };
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
