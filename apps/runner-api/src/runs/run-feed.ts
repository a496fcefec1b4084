import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { PruneLimits, PruneStep } from '../run-store.ts';
import type { RunService } from '../runner.ts';

/**
 * One entry of the stream of all runs. `cursor` resumes behind it. `reset` stands in for everything that happened
 * since a cursor that is no longer known: the reader fetches what it shows anew.
 */
export type FeedEntry =
  | { readonly cursor: string; readonly type: 'event'; readonly event: RunEvent }
  | { readonly cursor: string; readonly type: 'reset' };

/** The runs of this process, with what only it can offer. */
export interface EmbeddedRuns extends RunService {
  /**
   * Committed events of all runs in the order in which they were committed: those behind `cursor`, or from now on
   * without one. Ends quietly when `signal` aborts, and never otherwise.
   */
  followAll(cursor: string | undefined, signal: AbortSignal): AsyncIterable<FeedEntry>;
  /**
   * What the journal holds behind `afterSeq`, oldest first.
   * @throws {RunnerError} `run_not_found`.
   */
  events(runId: RunId, afterSeq: number): Promise<readonly RunEvent[]>;
  /** The last run of each pipeline by the pipeline's name; pipelines that never ran are absent. */
  lastRunIds(): ReadonlyMap<string, RunId>;
}

/** The runs of this process, for whoever begins and ends it. */
export interface OwnedRuns extends EmbeddedRuns {
  /**
   * Takes up every run that an earlier process left, a few at a time. One that cannot go on, or that was there at three
   * crashes without coming further, is held and says why. Resolves when all have been taken up or held.
   */
  recover(): Promise<void>;
  /** Takes in what processes beside this one have left (`RunStore.adopt`), and takes up what is open of it. */
  adopt(): Promise<void>;
  /** See `RunStore.prune`. */
  prune(limits: PruneLimits): Promise<PruneStep>;
  /**
   * Stops working on all runs, so that another process can take them up. Requests that must not be repeated may come to
   * their end until `limit` aborts. Resolves when nothing is being worked on.
   */
  leave(limit: AbortSignal): Promise<void>;
}
