import type { RunId } from '@flowmason/pipeline-schema';
import type { RunStore } from '../run-store.ts';

/** The run that was started from outside and that `runId` is part of; itself for one that was started from outside. */
export function topOf(store: Pick<RunStore, 'find'>, runId: RunId): RunId {
  const parent = store.find(runId)?.parent?.run_id;
  return parent === undefined ? runId : topOf(store, parent);
}
