import { RunId, type RunPage, type RunSummary } from '@flowmason/pipeline-schema';
import type { RunStore, StoredRunQuery } from '../run-store.ts';
import type { RunQuery } from '../runner.ts';
import { listRuns, pageLength } from './list-runs.ts';

type ListedStore = Pick<RunStore, 'has' | 'findListed' | 'list'>;

/**
 * One page of the runs of several stores, newest first by their time; a run that is in two of them comes once, as the first
 * has it. Cursors are as in `listRuns`.
 * @throws {RunnerError} `request_invalid` for a cursor that no page has given.
 */
export function listStores(stores: readonly ListedStore[], query: RunQuery): RunPage {
  const [first, ...others] = stores;
  if (first === undefined) return { items: [], next_cursor: null };
  const cursor = RunId.safeParse(query.cursor).data;
  const owner = cursor && stores.find((store) => store.has(cursor));
  const isUnknown = query.cursor !== undefined && owner === undefined;
  if (others.length === 0 || isUnknown) return listRuns(first, query); // which refuses a cursor that is unknown
  const count = pageLength(query);
  const { pipeline, statuses, needsPerson } = query;
  const wanted = { pipeline, statuses, needsPerson, limit: count + 1 };
  const last = cursor && owner?.findListed(cursor);
  const runs = new Map<RunId, RunSummary>();
  for (const store of stores.toReversed()) {
    const found = store === owner ? store.list({ ...wanted, before: cursor }) : olderThan(last, store, wanted);
    for (const run of found) runs.set(run.id, run);
  }
  const found = [...runs.values()].toSorted(byAge);
  const items = found.slice(0, count);
  return { items, next_cursor: found.length > count ? (items.at(-1)?.id ?? null) : null };
}

/** The next runs of a store behind one of another store. */
function olderThan(last: RunSummary | undefined, store: ListedStore, wanted: StoredRunQuery): readonly RunSummary[] {
  const found: RunSummary[] = [];
  for (let before: RunId | undefined; ; ) {
    const part = store.list({ ...wanted, limit: PART, before });
    found.push(...part.filter((run) => last === undefined || byAge(last, run) < 0));
    before = part.at(-1)?.id;
    if (found.length >= wanted.limit || part.length < PART) return found.slice(0, wanted.limit);
  }
}

const PART = 200;

/** Newest first. */
function byAge(a: RunSummary, b: RunSummary): number {
  if (a.created_at !== b.created_at) return a.created_at > b.created_at ? -1 : 1;
  return a.id > b.id ? -1 : Number(a.id < b.id);
}
