import type {
  EffectRequest,
  EffectResponse,
  Json,
  NewRunEvent,
  Pipeline,
  RunConcurrency,
  RunEvent,
  RunId,
} from '@flowmason/pipeline-schema';

/** Time as the engine sees it: the wall clock, a virtual one in simulations, a recorded one in replays. */
export interface Clock {
  /** Milliseconds since 1970, whole. */
  now(): number;
  /**
   * Resolves after `ms` (any length, also more than 24 days).
   * @throws the signal's reason when `signal` aborts first.
   */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** The append-only sequence of events of each run. Every implementation passes `journal.contract.ts` of the runner. */
export interface Journal {
  /**
   * Appends all of `events`, or none, and gives them back as stored, with `run_id` and `seq`.
   * Resolves only when they are as durable as this journal makes them; nobody hears of them before.
   * `pinned` comes with a run's first events and is stored with them, or not at all.
   * @throws {EngineError} `journal_conflict` when `expectedSeq` is not the run's last `seq` (0 for a new run).
   */
  append(
    runId: RunId,
    expectedSeq: number,
    events: readonly NewRunEvent[],
    pinned?: PinnedRun,
  ): Promise<readonly RunEvent[]>;
  /** Events after `afterSeq` (default 0), oldest first; none for a run that is unknown. */
  read(runId: RunId, afterSeq?: number): Promise<readonly RunEvent[]>;
  /** What was pinned with the run's first events; undefined for a run that is unknown, or had nothing pinned. */
  pinned(runId: RunId): Promise<PinnedRun | undefined>;
}

/** What a run goes on with after a restart, whatever has become of its file meanwhile. */
export interface PinnedRun {
  readonly pipeline: Pipeline;
  /** `ENGINE_VERSION` of the engine that started the run. */
  readonly engineVersion: number;
  /** `RunRequest.host`. */
  readonly host?: Json | undefined;
}

/** Who asks for an effect, and how long it may take. */
export interface EffectContext {
  readonly runId: RunId;
  readonly stageId: string;
  /** Loop address, or the stage id outside loops. */
  readonly instance: string;
  readonly attempt: number;
  /** Aborts on cancel, on the attempt's time-out and when the attempt is lost. */
  readonly signal: AbortSignal;
  /** `<run>-<stage>[-<item>]`; the same for every attempt and after a restart. */
  readonly idempotencyKey: string;
  readonly purpose: EffectPurpose;
  /** How many attempts the stage may make in all. */
  readonly maxAttempts: number;
  /** Names of the secrets that went into the config of the attempt, in whatever form; none when absent. */
  readonly secretsRead?: readonly string[];
}

/**
 * Why an effect is asked for, for a host that spares services in trouble: `cleanup` in catch and finally, which must go
 * out whatever else fails; `resend` of an attempt that a crash interrupted; `poll` by a stage whose retry has a condition,
 * which waits for a service to become ready; `work` for everything else.
 */
export type EffectPurpose = 'work' | 'poll' | 'resend' | 'cleanup';

export interface HttpRequest {
  readonly method: string;
  /** Absolute http or https address, templates resolved; the profile has not been applied yet. */
  readonly url: string;
  /** Names as written; at most one per name ignoring case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes to send as UTF-8 text; absent for no body. */
  readonly body?: string;
  readonly followRedirects: boolean;
  /** Decoded bytes after which the answer is refused with LIMIT. */
  readonly maxResponseBytes: number;
  /** Set when something of it was made of secrets: journal, messages and measurements tell of this instead. */
  readonly shown?: ShownRequest;
}

/** A request as people may see it: with `[secret:NAME]` in place of everything that was made of a secret. */
export interface ShownRequest {
  readonly url: string;
  /** A header whose value differs from the one that is sent was made of a secret, and so was one that is missing here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** False when the host was made of a secret too. */
  readonly isHostShown: boolean;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; several values of one name are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded text; base64 of bytes that are no text. */
  readonly body: string;
  /** Set when `body` is not the text itself. */
  readonly bodyEncoding?: 'base64';
  readonly elapsedMs: number;
}

export interface ModelRequest {
  readonly model: string;
  readonly prompt: string;
  readonly systemPrompt?: string;
  readonly temperature?: number;
  readonly maxTokens?: number;
  readonly outputFormat: 'text' | 'json';
}

export interface ModelResponse {
  readonly content: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly finishReason: string;
  readonly elapsedMs: number;
}

/** What left and what came back, for the journal. Absent `sent` means that nothing left. */
export interface EffectRecord {
  readonly request: EffectRequest;
  readonly response: EffectResponse;
  readonly originalUrl?: string;
  readonly simulated?: boolean;
}

/**
 * The one way out of the process. No component reaches around it. A call either gives an answer (whatever its status)
 * or throws `EffectError`; both carry the record of what happened for the journal.
 */
export interface EffectGate {
  readonly mode: 'live' | 'record' | 'replay' | 'simulate';
  readonly clock: Clock;
  http(request: HttpRequest, context: EffectContext): Promise<HttpResponse & { readonly record: EffectRecord }>;
  model(request: ModelRequest, context: EffectContext): Promise<ModelResponse & { readonly record: EffectRecord }>;
}

/** What a run may look up by name while it renders templates. */
export interface Secrets {
  /** The value of a secret, or undefined when nobody has set it. Read at the start of each attempt, never stored. */
  find(name: string): string | undefined;
  /** `value` with every known secret value and its encodings replaced by `•••NAME`; what everything journaled goes through. */
  mask<T extends Json>(value: T): T;
  /** Whether the secret may only go to certain hosts. A host without such rules leaves this out: then nobody is warned. */
  isBound?(name: string): boolean;
}

/** What the engine needs from its host to run one pipeline. */
export interface RunPorts {
  readonly journal: Journal;
  readonly gate: EffectGate;
  readonly secrets: Secrets;
  /** Values of `env.NAME`: only what the profile declares, never the process environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Finds the pipeline that a `subpipeline` stage names, by name or by path relative to the parent; undefined when there is none. */
  findPipeline(reference: string): Promise<Pipeline | undefined>;
  /** The run is the child of a stage in catch or finally, so all that it does is `cleanup`. */
  readonly isCleanup?: boolean;
}

/** What a run is started with. `input` has been checked and has its defaults. */
export interface RunRequest {
  readonly runId: RunId;
  readonly pipeline: Pipeline;
  readonly input: Json;
  /** `cli`, `api`, `editor`, `subpipeline`, … */
  readonly trigger: string;
  /** Who started it, as the host names people. */
  readonly by?: string;
  readonly parent?: { readonly run_id: RunId; readonly stage_id: string };
  readonly profile?: string;
  readonly sandbox?: string;
  /** The turns that it takes; whoever starts it sees to them. */
  readonly concurrency?: RunConcurrency;
  /** What the host needs to take the run up again: pinned with the run as it is, so it may hold no secret. */
  readonly host?: Json;
}
