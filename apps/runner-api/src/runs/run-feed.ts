import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { PruneLimits, PruneStep } from '../run-store.ts';
import type { RunService } from '../runner.ts';
import type { FeedFilter } from './feed-filter.ts';

/** Who reads a stream of events. */
export interface FeedReader {
  /** Ends the stream when it aborts. */
  readonly signal: AbortSignal;
  /**
   * Called when the reader is too far behind what is committed and does not catch up: it gets nothing more, and can come
   * back with the cursor. Without it a reader may take as long as it likes.
   */
  readonly onOverrun?: (cursor: string) => void;
}

/** A part of a stream. One without events comes after a silence, or when the filter lets nothing through. */
export interface FeedPart {
  /** Resumes behind this part. */
  readonly cursor: string;
  readonly entries: readonly { readonly cursor: string; readonly entry: FeedEntry }[];
  /** Set when events were missed, because their cursor is not known here: the reader fetches what it shows anew. */
  readonly isReset?: true;
}

/** An event that has been committed, as all who listen get it. */
export interface FeedEntry {
  readonly event: RunEvent;
  /** The event as JSON: made when it is first asked for, and once for all. */
  readonly text: string;
}

export interface FeedQuery extends FeedFilter {
  /** Behind this; from now on without one. A number alone is a position; 0 is before the first event. */
  readonly cursor?: string | undefined;
}

/** The runs of this process, with what only it can offer. */
export interface EmbeddedRuns extends RunService {
  /**
   * Committed events of all runs in the order in which they were committed, also before a restart: those behind a cursor,
   * each once. Begins where the call is made, ends quietly when the reader's signal aborts.
   */
  followAll(query: FeedQuery, reader: FeedReader): AsyncIterable<FeedPart>;
  /**
   * What `follow` gives, part by part, for a reader that may be slow. Cursors are seqs.
   * @throws {RunnerError} `run_not_found`.
   */
  followRun(runId: RunId, afterSeq: number, reader: FeedReader): AsyncIterable<FeedPart>;
  /**
   * What the journal holds behind `afterSeq`, oldest first, a part at a time.
   * @throws {RunnerError} `run_not_found`.
   */
  events(runId: RunId, afterSeq: number): AsyncIterable<readonly RunEvent[]>;
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
