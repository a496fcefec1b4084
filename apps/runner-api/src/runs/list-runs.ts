import { RunId, type RunPage } from '@flowmason/pipeline-schema';
import type { RunStore } from '../run-store.ts';
import type { RunQuery } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';

const DEFAULT_PAGE = 50;
const MAX_PAGE = 200;

/**
 * One page of runs, newest first. A cursor is the id of the last run on the page before; runs that start meanwhile do not move the pages.
 * @throws {RunnerError} `request_invalid` for a cursor that no page has given.
 */
export function listRuns(
  store: Pick<RunStore, 'has' | 'list'>,
  { pipeline, statuses, needsPerson, limit, cursor }: RunQuery,
): RunPage {
  const count = pageLength({ limit });
  const before = cursor === undefined ? undefined : RunId.safeParse(cursor).data;
  if (cursor !== undefined && (before === undefined || !store.has(before))) {
    throw new RunnerError('request_invalid', 'This cursor is not one that a page of runs has given.');
  }
  // One more than fits: then the page is known not to be the last.
  const found = store.list({ limit: count + 1, pipeline, statuses, needsPerson, before });
  const items = found.slice(0, count);
  return { items, next_cursor: found.length > count ? (items.at(-1)?.id ?? null) : null };
}

/** How many runs a page has. */
export function pageLength({ limit }: { readonly limit?: number | undefined }): number {
  return Math.min(limit ?? DEFAULT_PAGE, MAX_PAGE);
}
