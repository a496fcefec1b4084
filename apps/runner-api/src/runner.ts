import type { CancelOptions, StageDecision } from '@flowmason/engine';
import type {
  ComponentCatalog,
  Environments,
  PipelineFile,
  Run,
  RunEvent,
  RunId,
  RunPage,
  RunStatus,
  SetSecret,
  StartRun,
  StoredSecretInfo,
  StoredSecretList,
} from '@flowmason/pipeline-schema';
import type { OpenAccessFiles } from './access.ts';
import type { Audit } from './audit.ts';

/**
 * The embedded runner as its two faces, the command line and the HTTP API, see it. `main.ts` joins the adapters into
 * one and hands it to both, so that neither imports an adapter. Every method rejects with `RunnerError` for what the
 * caller can act on; anything else that is thrown is a bug.
 */
export interface Runner {
  /** The components that documents may use. */
  readonly components: ComponentCatalog;
  readonly runs: RunService;
  readonly workspace: Workspace;
  readonly audit: Audit;
  /** The encrypted secrets of the data directory. */
  readonly secrets: StoredSecrets;
  /** `text` with every secret that this process knows replaced by `•••NAME`: what is shown or logged goes through it. */
  maskText(text: string): string;
  /** Profiles of the workspace and situations of the simulated services. */
  environments(): Promise<Environments>;
  /**
   * Secrets of a file for one run: lines of `NAME=value`, or one JSON object of texts.
   * @throws {RunnerError} `secrets_invalid` when the file cannot be read or is neither; never quotes a value.
   */
  readSecretsFile(path: string): Promise<Readonly<Record<string, string>>>;
  /**
   * Editor and API on one address; resolves when it answers.
   * @throws {RunnerError} `port_taken` or `host_refused`, with what to do instead.
   */
  serve(options: ServeOptions): Promise<RunningServer>;
  /**
   * Removes runs that ended more than `keepDays` days ago, with their children and values, and gives their number. Open
   * runs stay, and for seven days those that an `Idempotency-Key` has started.
   */
  prune(keepDays: number): Promise<number>;
  /**
   * Ends the servers, leaves the runs to be resumed by a later process, and gives the data directory back. Requests that
   * must not be repeated may come to their end until `limit` aborts (default: at once). Harmless when called twice.
   */
  close(limit?: AbortSignal): Promise<void>;
}

export interface ServeOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** A token is needed also at loopback. Default false; elsewhere one is always needed. */
  readonly requireToken?: boolean;
  /** Names, with or without a port, under which the server may be asked beside those of this machine. Needed for any other address. */
  readonly allowedHosts?: readonly string[];
  /** Requests that each token may send in a minute, 0 for any number. Default 6,000; without tokens there is no limit. */
  readonly ratePerMinute?: number;
  /** For how many days runs are kept after their end. Default 0: for ever. */
  readonly keepDays?: number;
}

export interface RunningServer {
  /** Address for a browser, such as `http://127.0.0.1:8999`. */
  readonly url: string;
  /** True when callers have to show a token. */
  readonly requiresToken: boolean;
  /** Stops listening, ends open streams and resolves when all is closed. Harmless when called twice. */
  close(): Promise<void>;
}

/** The directory whose pipeline files are the truth. */
export interface Workspace {
  /** Absolute path. */
  readonly root: string;
  /**
   * The pipeline file that `reference` names: id (path without `.pipeline.json`), path, or the `name` inside a document.
   * Undefined when there is none.
   * @throws {RunnerError} `pipeline_ambiguous` when several documents bear the name.
   */
  findPipeline(reference: string): Promise<WorkspaceFile | undefined>;
  /** The same file as the API shows it. */
  findPipelineFile(reference: string): Promise<PipelineFile | undefined>;
  /** The text of any file, also outside the workspace, with or without the ending; undefined when there is none. */
  readFile(path: string): Promise<WorkspaceFile | undefined>;
  /**
   * Writes a pipeline file as a whole: readers see the old text or the new one, never half of it. With `expect` only when
   * the file is as the caller saw it: with that etag, `present` or `absent`.
   * @throws {RunnerError} `pipeline_changed` or `pipeline_exists` when it is not, `request_invalid` for an id that may not
   * name a file, `limit_exceeded` above 1 MB.
   */
  writePipeline(id: string, text: string, expect?: FileExpectation): Promise<PipelineFile>;
  /** @throws {RunnerError} `pipeline_not_found`, or `pipeline_changed` when it no longer has the etag that `expect` names. */
  deletePipeline(id: string, expect?: FileExpectation): Promise<void>;
  /** All pipeline files, by path. */
  listPipelines(): Promise<readonly PipelineFile[]>;
}

/** How a file must be before it is changed: not there, there with any content, or with the content that the etag names. */
export type FileExpectation = 'absent' | 'present' | { readonly etag: string };

export interface WorkspaceFile {
  /** Absolute path. */
  readonly path: string;
  readonly text: string;
}

/** Starting, watching and ending runs: in this process, or over HTTP on a server. */
export interface RunService {
  /**
   * Checks document, input, profile, situation and secrets, accepts the run and gives it back as queued.
   * @throws {RunnerError} when anything is wrong with the request; then nothing has started. `diagnostics` are set for
   * `pipeline_invalid`.
   */
  start(request: StartRun, options?: StartOptions): Promise<Run>;
  /** @throws {RunnerError} `run_not_found`. */
  get(runId: RunId): Promise<Run>;
  list(query: RunQuery): Promise<RunPage>;
  /**
   * Asks for the run to end; finally blocks still run, unless it is to end at once. Harmless when it is ending already.
   * @throws {RunnerError} `run_not_found`, or `run_finished` when it has ended.
   */
  cancel(runId: RunId, reason: string, options?: CancelOptions): Promise<Run>;
  /**
   * Decides what became of the interrupted request of a stage; `stageKey` is its address in loops. A run that nobody
   * works on is taken up for it, one that is held is not: it is resumed first. Of two decisions at the same time the first one counts.
   * @throws {RunnerError} `run_not_found`, `run_finished`, `stage_not_found`, `stage_not_waiting` when there is nothing to
   * decide, `run_held`, `output_invalid`, or why the run cannot go on.
   */
  resolve(runId: RunId, stageKey: string, decision: StageDecision): Promise<Run>;
  /**
   * Takes an open run up that nobody works on: one that is held, or that was left by a process that has ended. What was
   * held is released. One that is going on is given back as it is.
   * @throws {RunnerError} `run_not_found`, `run_finished`, or why the run cannot go on; it is then held with that reason.
   */
  resume(runId: RunId): Promise<Run>;
  /**
   * Committed events after `afterSeq`, without gaps or doubles, as they happen. Ends after `run.finished`, or quietly when
   * `signal` aborts.
   * @throws {RunnerError} `run_not_found`.
   */
  follow(runId: RunId, afterSeq: number, signal: AbortSignal): AsyncIterable<RunEvent>;
}

export interface StartOptions {
  /** Absolute path of the file that `document` was read from: relative subpipelines are looked up beside it. */
  readonly documentPath?: string;
  /** Who starts it, for the journal. Default `local`. */
  readonly by?: string;
  /** False for a caller who may not handle secrets, whose own profile then may not either. Default true. */
  readonly isByAdmin?: boolean;
  /** The same key with the same request gives the same run, with another request `idempotency_mismatch`. */
  readonly idempotencyKey?: string;
  /** A W3C `traceparent`: the run becomes a part of that trace. */
  readonly traceparent?: string;
}

export interface RunQuery {
  /** Name of the pipeline. */
  readonly pipeline?: string;
  /** Runs with any of these; all without it. */
  readonly statuses?: readonly RunStatus[];
  /** Only runs that are held, or have stages that wait for a decision. Default false. */
  readonly needsPerson?: boolean;
  /** 1 to 200. Default 50. */
  readonly limit?: number;
  readonly cursor?: string;
}

/**
 * Opens a runner on a directory. Slow parts (server, HTTP client, model providers) are loaded on first use.
 * @throws {RunnerError} `data_in_use` when another process has the data directory and `onlyHere` is set, `data_unusable`.
 */
export type OpenRunner = (options: OpenRunnerOptions) => Promise<Runner>;

export interface OpenRunnerOptions {
  /** Absolute path of the directory whose pipeline files are the truth. */
  readonly workspace: string;
  /** Absolute path of the directory that keeps the runs, or `:memory:`. */
  readonly data: string;
  /** Such as `fm serve`: what others are told of the owner of the data directory. */
  readonly command: string;
  /** Runs are kept in this directory or nowhere; otherwise beside it while another process has it. */
  readonly onlyHere: boolean;
  /** Runs that are worked on at once (default 1,000; more wait), and that are open at once (default 10,000; more are refused). */
  readonly limits?: { readonly atWork?: number; readonly open?: number };
}

/** What a data directory holds, to look at: also while a process has it. */
export interface RunHistory extends Pick<RunService, 'get' | 'list' | 'follow'> {
  /** Address of the server that has the directory; undefined when none has. It may have ended meanwhile. */
  readonly ownerUrl: string | undefined;
  /** True when no process has what the run is kept in: an open run then stands still. */
  isLeft(runId: RunId): boolean;
  /**
   * The command that works on an open run in its own process and answers at no address, as `fm run` does; undefined when
   * there is none. What such a process has started, and what it was called for, is its own; other runs only lie there.
   */
  workerOf(runId: RunId): RunWorker | undefined;
  close(): void;
}

/** A process that works on a run: its command, such as `fm run deploy`, and its id. */
export interface RunWorker {
  readonly command: string;
  readonly pid: number;
}

/** Opens what `data` holds; undefined when no run was ever kept there. */
export type OpenHistory = (data: string) => Promise<RunHistory | undefined>;

/** What a backup holds, for people. */
export interface BackupSummary {
  /** ISO. */
  readonly createdAt: string;
  readonly runCount: number;
  readonly openRunCount: number;
  readonly bytes: number;
  /** Secrets are in it, encrypted; their key is not. */
  readonly hasSecrets: boolean;
}

/** Copies of data directories. */
export interface Backups {
  /**
   * Writes one file with all that `data` holds, also while a process has it.
   * @throws {RunnerError} `file_exists`, `data_unusable`, `storage_full`.
   */
  write(data: string, file: string): Promise<BackupSummary>;
  /**
   * Makes the directory `data` of a backup. Every open run in it is held until a person resumes it. With `replace` a
   * directory that is there is moved aside, to the path that is given back.
   * @throws {RunnerError} `backup_unusable` for a file that is damaged, newer or no backup, `data_in_use`, `data_exists`.
   */
  restore(file: string, data: string, options: { readonly replace: boolean }): Promise<RestoredBackup>;
}

export interface RestoredBackup extends BackupSummary {
  /** Where the directory that was there before is now; undefined when there was none. */
  readonly movedTo: string | undefined;
}

/** The ways from a command to the runs: working on them, looking at them, keeping copies, or saying who may do what. */
export interface RunnerDoors {
  readonly open: OpenRunner;
  readonly openHistory: OpenHistory;
  readonly openAccess: OpenAccessFiles;
  /** Loaded when it is first asked for. */
  readonly backups: () => Promise<Backups>;
  readonly openSecrets: OpenSecrets;
}

/** The encrypted secrets of a data directory as people manage them: values go in, and never come out. */
export interface StoredSecrets {
  list(): StoredSecretList;
  /** Names that the environment of this process sets, in order. */
  namesInEnvironment(): readonly string[];
  /**
   * Sets a value. Hosts stay as they are unless they are given; an empty list means any.
   * @throws {RunnerError} `secrets_invalid` for a name, a value or a host that cannot be one, `secrets_unusable`.
   */
  set(name: string, change: SetSecret): Promise<StoredSecretInfo>;
  /** @throws {RunnerError} `secret_not_found`, `secrets_unusable`. */
  remove(name: string): Promise<void>;
  /**
   * Encrypts everything with another key, and tells how many secrets that were and where the key is.
   * @throws {RunnerError} `secrets_unusable`.
   */
  rotateKey(): Promise<{ readonly count: number; readonly source: string }>;
}

/**
 * Opens the secrets of the data directory `data`, also while a process has it.
 * @throws {RunnerError} `secrets_unusable`, or `data_unusable` for a file that other users may read.
 */
export type OpenSecrets = (data: string) => Promise<StoredSecrets>;
