import type { DatabaseSync } from 'node:sqlite';
import { RunId, type RunSummary } from '@flowmason/pipeline-schema';
import { RunHost, type RunStore, type StoredRunQuery } from '../run-store.ts';
import { checkRow, isIntact, listedSummaryOf, type RunRow, summaryOf } from './run-rows.ts';

/** What can be asked of the runs in a database without waiting. */
export type RunQueries = Pick<RunStore, 'has' | 'find' | 'findListed' | 'list' | 'lastRunIds' | 'findStart'>;

/** Questions about the runs in `database`, which has the store's tables. */
export function createRunQueries(database: DatabaseSync): RunQueries {
  const byId = database.prepare('SELECT * FROM runs WHERE id = ?');
  const byStartKey = database.prepare('SELECT * FROM runs WHERE start_key = ?');
  const lastRuns = database.prepare(LAST_RUNS);
  const listing = createRunList(database);

  return {
    has: (runId) => byId.get(runId) !== undefined,
    find(runId) {
      const row = byId.get(runId);
      return row && summaryOf(checkRow(row as RunRow)); // the table's columns, whose types are strict
    },
    ...listing,
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

/** Goes from one pipeline to the next in the index, and takes the last run of each: the number of runs does not matter. */
const LAST_RUNS = `
  WITH RECURSIVE names (name) AS (
    SELECT min(pipeline) FROM runs
    UNION ALL
    SELECT (SELECT min(pipeline) FROM runs WHERE pipeline > name) FROM names WHERE name IS NOT NULL
  )
  SELECT name AS pipeline, (SELECT id FROM runs WHERE pipeline = name ORDER BY n DESC LIMIT 1) AS id
  FROM names WHERE name IS NOT NULL
`;

/** Where the runs of a page are. None sorts, and none looks at a run that is not on the page. */
export const LIST_QUERIES = {
  all: 'SELECT n FROM runs WHERE n < ? ORDER BY n DESC LIMIT ?',
  ofPipeline: 'SELECT n FROM runs WHERE pipeline = ? AND n < ? ORDER BY n DESC LIMIT ?',
  withStatus: 'SELECT n FROM runs WHERE status = ? AND n < ? ORDER BY n DESC LIMIT ?',
  ofPipelineWithStatus: 'SELECT n FROM runs WHERE pipeline = ? AND status = ? AND n < ? ORDER BY n DESC LIMIT ?',
} as const;

/** Open runs that wait for a person, newest first; also those of which nobody can tell, so that what is damaged is not passed over. */
const NEEDS_PERSON = `
  SELECT open_runs.n AS n, pipeline, status FROM open_runs JOIN runs USING (n)
  WHERE open_runs.n < ? AND (hold_kind IS NOT NULL OR NOT json_valid(summary) OR json_type(summary, '$.undecided') IS NOT NULL)
  ORDER BY open_runs.n DESC
`;

/** Pages of runs. Each is read off the end of an index, so that it costs the same whatever the number of runs and the page. */
function createRunList(database: DatabaseSync): Pick<RunStore, 'findListed' | 'list'> {
  const placeOf = database.prepare('SELECT n FROM runs WHERE id = ?');
  const rowAt = database.prepare(
    'SELECT *, EXISTS (SELECT 1 FROM open_runs WHERE open_runs.n = runs.n) AS is_open FROM runs WHERE n = ?',
  );
  const rowsBefore = database.prepare('SELECT * FROM runs WHERE n < ? ORDER BY n DESC');
  const timeBefore = (n: number): Pick<RunSummary, 'created_at'> | undefined => {
    for (const found of rowsBefore.iterate(n)) {
      const row = found as RunRow; // the table's columns, whose types are strict
      if (isIntact(row)) return { created_at: summaryOf(row).created_at };
    }
    return undefined;
  };
  const summaryAt = (n: number): RunSummary => {
    const row = rowAt.get(n) as RunRow & { readonly is_open: number }; // the table's columns, whose types are strict
    return listedSummaryOf(row, { isOpen: row.is_open === 1, createdAt: () => timeBefore(n) });
  };
  const places = {
    all: database.prepare(LIST_QUERIES.all),
    ofPipeline: database.prepare(LIST_QUERIES.ofPipeline),
    withStatus: database.prepare(LIST_QUERIES.withStatus),
    ofPipelineWithStatus: database.prepare(LIST_QUERIES.ofPipelineWithStatus),
  };
  const openRuns = database.prepare(NEEDS_PERSON);
  /** Only open runs are looked at, and of those there are never more than a runner takes. */
  const placesOfHeld = (filter: Omit<StoredRunQuery, 'before'>, before: number): readonly number[] => {
    const { pipeline, statuses, limit } = filter;
    const found: number[] = [];
    for (const { n, pipeline: name, status } of openRuns.iterate(before)) {
      if (found.length === limit) break;
      const isAsked = statuses?.some((one) => one === status) ?? true;
      if (isAsked && (pipeline === undefined || pipeline === name)) found.push(Number(n));
    }
    return found;
  };
  const placesOf = (filter: Omit<StoredRunQuery, 'before'>, before: number): readonly number[] => {
    const { pipeline, statuses, limit } = filter;
    if (filter.needsPerson) return placesOfHeld(filter, before);
    const rows = statuses
      ? statuses.flatMap((status) =>
          pipeline === undefined
            ? places.withStatus.all(status, before, limit)
            : places.ofPipelineWithStatus.all(pipeline, status, before, limit),
        )
      : pipeline === undefined
        ? places.all.all(before, limit)
        : places.ofPipeline.all(pipeline, before, limit);
    return rows.map(({ n }) => Number(n));
  };

  return {
    findListed(runId) {
      const place = placeOf.get(runId)?.['n'];
      return place === undefined ? undefined : summaryAt(Number(place));
    },
    list({ before, ...filter }) {
      const end = before === undefined ? Number.MAX_SAFE_INTEGER : Number(placeOf.get(before)?.['n'] ?? 0);
      const last = [...new Set(placesOf(filter, end))].sort((a, b) => b - a).slice(0, filter.limit);
      return last.map(summaryAt);
    },
  };
}
