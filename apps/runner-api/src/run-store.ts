import type { Journal } from '@flowmason/engine';
import {
  JsonValue,
  type RunConcurrency,
  type RunEvent,
  type RunId,
  type RunStatus,
  type RunSummary,
} from '@flowmason/pipeline-schema';
import { z } from 'zod';

/**
 * Where runs are kept. What `journal` has acknowledged is here after any end of the process. Everything else answers
 * from what has been committed, without waiting.
 */
export interface RunStore {
  /** Its `append` rejects with `storage_full` for a new run when there is no room; open runs wait for room instead. */
  readonly journal: StoredJournal;
  /** All events in the order in which they were committed, also across restarts. */
  readonly order: CommitOrder;
  /** Also true for a run of which what is stored is damaged. */
  has(runId: RunId): boolean;
  /** Undefined for a run that is unknown. */
  find(runId: RunId): RunSummary | undefined;
  /** A run as `list` has it: also one that is damaged. Undefined for one that is unknown. */
  findListed(runId: RunId): RunSummary | undefined;
  /**
   * At most `limit` runs, newest first; those accepted before the run `before` when it is given. One that is damaged says so
   * in `held` or `error`, and nothing else about it is sure.
   */
  list(query: StoredRunQuery): readonly RunSummary[];
  /** The last run of each pipeline, by the pipeline's name. */
  lastRunIds(): ReadonlyMap<string, RunId>;
  /** The run that this key has started; undefined when there is none. */
  findStart(key: string): StoredStart | undefined;
  /** Runs that have not ended, oldest first, children included. */
  openRuns(): readonly OpenRun[];
  /** How many runs are open. */
  countOpen(): readonly OpenCount[];
  /** What the store takes of its disk; undefined when it is in memory, or its directory cannot be looked at. */
  usage(): StoreUsage | undefined;
  /** `full` while there is no room for new runs, `failed` once nothing can be recorded any more: looks whether its file is still in its place. */
  state(): 'ok' | 'full' | 'failed';
  /**
   * Notes that the runs are about to be taken up, or that this is over: a crash in between counts against them, and so does
   * one that comes later while they are being worked on.
   * Resolves when the note is durable.
   */
  noteTakeUp(runIds: readonly RunId[], phase: 'begins' | 'over'): Promise<void>;
  /** Keeps the run from being taken up until it is released, and says why; undefined releases it and forgets its crashes. */
  hold(runId: RunId, hold: Hold | undefined): Promise<void>;
  /**
   * Takes in the runs of processes that found this one in the data directory, kept their runs beside it, and have ended
   * since. Gives the number of those processes.
   */
  adopt(): Promise<number>;
  /**
   * Removes a part of what is no longer kept, in a commit of its own that is short enough to stand between others. An open
   * run is never removed, nor one whose parent is still there. Safe to end at any time; the next call goes on.
   */
  prune(limits: PruneLimits): Promise<PruneStep>;
  /** Commits what is waiting and gives the store back. Nothing may be asked of it after that. */
  close(): Promise<void>;
}

/** A journal that can be read a part at a time. */
export interface StoredJournal extends Journal {
  /** The first of the events that `read` gives: all of one append at least, and more while their JSON is not longer than `maxLength`. */
  readPart(runId: RunId, afterSeq: number, maxLength: number): Promise<readonly RunEvent[]>;
}

/**
 * The order in which events were committed, those of all runs. Every event has a position, higher than those before it, for
 * as long as its run is kept; between two events there may be positions that none has.
 */
export interface CommitOrder {
  /** Tells positions of this store from those of any other, and from those before a backup was restored. */
  readonly id: string;
  /** Behind positions from this one on no event is missing: runs that were removed have none there. */
  start(): number;
  /** The position of the last event; 0 when there was none. */
  end(): number;
  /**
   * Events behind `position` of the runs that `wants` names, a part at a time: those of one append at least, and more while their JSON
   * is not longer than `maxLength`. `end` is the position to go on behind; it stays when there is nothing more.
   * @throws {RunnerError} `data_unusable`.
   */
  readBehind(
    position: number,
    options: { readonly maxLength: number; readonly wants: (runId: RunId) => boolean },
  ): { readonly events: readonly PlacedEvent[]; readonly end: number };
  /** Calls `listener` after each commit, in their order, until the returned function is called. Listeners must not throw. */
  onCommit(listener: (commit: Commit) => void): () => void;
}

/** Characters of the JSON of the parts in which events are read and handed over. */
export const PART_LENGTH = 65_536;

export interface PlacedEvent {
  readonly position: number;
  readonly event: RunEvent;
}

/** The events of one append; `position` is that of the last of them, and those before it have the positions before it. */
export interface Commit {
  readonly position: number;
  readonly events: readonly RunEvent[];
}

/** Instants as ISO texts. */
export interface PruneLimits {
  /** Runs that ended before this instant are removed. */
  readonly endedBefore: string;
  /** Runs with an `Idempotency-Key` that were accepted after this instant stay, so that the key gives the same run. */
  readonly keyedSince: string;
}

export interface PruneStep {
  /** Runs that nobody can see any more since this step. */
  readonly removed: readonly RunId[];
  /** Nothing is left to be removed. */
  readonly isDone: boolean;
}

export interface StoredRunQuery {
  readonly limit: number;
  readonly pipeline?: string | undefined;
  /** Runs with any of these. */
  readonly statuses?: readonly RunStatus[] | undefined;
  /** Only runs that are held, or have stages that wait for a decision. Default false. */
  readonly needsPerson?: boolean | undefined;
  readonly before?: RunId | undefined;
}

export interface OpenCount {
  readonly status: RunStatus;
  readonly isHeld: boolean;
  /** Stages of these runs wait for a decision. */
  readonly needsDecision: boolean;
  readonly count: number;
}

export interface StoreUsage {
  readonly databaseBytes: number;
  /** What has not been moved into the database yet. */
  readonly logBytes: number;
  /** What this user may still write to the disk. */
  readonly freeBytes: number;
}

export interface StoredStart {
  readonly runId: RunId;
  readonly requestHash: string;
  /** When the run was accepted, ms since 1970. */
  readonly atMs: number;
}

export interface OpenRun {
  readonly runId: RunId;
  readonly parentId: RunId | undefined;
  /** False while it is only queued. */
  readonly hasBegun: boolean;
  /** A person has to decide on one of its stages. */
  readonly needsDecision: boolean;
  readonly concurrency: RunConcurrency | undefined;
  readonly hold: Hold | undefined;
  /** What is stored of it is not what was written: it is held, and the rest of this says nothing of it. */
  readonly isDamaged: boolean;
  /** Crashes of the process in a row in which the run was being worked on and came no further. */
  readonly crashCount: number;
}

/** Why a run is not taken up: for good until a person says so, or until the next start finds what was missing. */
export interface Hold {
  readonly kind: 'quarantined' | 'not_ready' | 'restored';
  /** For people: what, why, and what to do. */
  readonly reason: string;
}

/**
 * What the runner pins with each run that it starts (`RunRequest.host`), to make its world again after a restart.
 * Holds no secret: those that came with the request are known by name only.
 */
export const RunHost = z.object({
  /** Name of a profile of the workspace, or a profile that came with the request. */
  profile: z.union([z.string(), z.record(z.string(), JsonValue)]).optional(),
  sandbox: z.string().optional(),
  /** Names of the secrets that came with the request. */
  givenSecrets: z.array(z.string()).optional(),
  /** Absolute path of the file that the pipeline was read from. */
  path: z.string().optional(),
  /** A person named that file, so relative subpipelines are looked up anywhere beside it. */
  isLocalFile: z.boolean().optional(),
  /** False when the profile that came along was written by somebody who may not handle secrets. */
  isByAdmin: z.boolean().optional(),
  /** The `Idempotency-Key` that started the run, and a hash of the request. */
  start: z.object({ key: z.string(), requestHash: z.string() }).optional(),
  /** The W3C `traceparent` that the run was started with: its trace goes on with it. */
  traceparent: z.string().optional(),
});
export type RunHost = z.infer<typeof RunHost>;
