import type { RunEvent, RunId } from '@flowmason/pipeline-schema';

/** Which events of all runs a reader wants; without anything all of them. */
export interface FeedFilter {
  /** Only events of these runs. */
  readonly runs?: ReadonlySet<RunId> | undefined;
  /** Only events of these types, or kinds of types: `run` is every `run.…`. */
  readonly types?: readonly string[] | undefined;
  /** Beside the events of `runs`, those of these types of every other run. */
  readonly others?: readonly string[] | undefined;
}

/** True for the events that the filter lets through. */
export function toEventFilter({ runs, types, others }: FeedFilter): (event: RunEvent) => boolean {
  return (event) => {
    if (runs !== undefined && !runs.has(event.run_id)) return others !== undefined && isOfTypes(event, others);
    return types === undefined || isOfTypes(event, types);
  };
}

/** True for the runs of which the filter may let events through. */
export function toRunFilter({ runs, others }: FeedFilter): (runId: RunId) => boolean {
  return (runId) => runs === undefined || others !== undefined || runs.has(runId);
}

function isOfTypes({ type }: RunEvent, types: readonly string[]): boolean {
  return types.some((wanted) => type === wanted || type.startsWith(`${wanted}.`));
}
