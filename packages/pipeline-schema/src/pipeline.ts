import type { Json, JsonObject } from './json.ts';

/** How a stage's dependencies are joined (`spec.md` §4.1). */
export type Join = 'any' | 'all' | 'always';

/**
 * How often and how a stage is tried again (`spec.md` §4.5), with all defaults filled in. `condition` is a template;
 * with it the delay is fixed, without it the delay grows by `backoff` with jitter, up to `max_delay_seconds`.
 */
export type Retry = {
  /** All attempts, the first one included. Default 3. */
  readonly max_attempts: number;
  /** Default 1. */
  readonly delay_seconds: number;
  /** Factor from one delay to the next. Default 2, or 1 with a `condition`. */
  readonly backoff: number;
  /** Default 60. */
  readonly max_delay_seconds: number;
  /** Default true, or false with a `condition`. */
  readonly jitter: boolean;
  readonly condition?: string;
  /** Default `fail`. */
  readonly on_exhausted: 'fail' | 'continue';
  /** Keys that the format does not know, as they are written; kept by the writer, ignored by everything else. */
  readonly extra?: JsonObject;
};

/** One stage in canonical form. `config` holds templates as they are written; everything optional is filled in. */
export type Stage = {
  readonly id: string;
  readonly name?: string;
  readonly description?: string;
  /** Canonical component name, such as `http_request`. */
  readonly component: string;
  readonly depends_on: readonly string[];
  readonly join: Join;
  readonly config: JsonObject;
  readonly retry?: Retry;
  /** One attempt, in ms. */
  readonly timeout_ms?: number;
  /** All attempts and the waits between them, in ms. */
  readonly deadline_ms?: number;
  readonly on_error: 'fail' | 'continue';
  readonly idempotent: boolean;
  readonly on_interrupt?: 'retry' | 'fail';
  readonly disabled: boolean;
  /** Keys that the format does not know, as they are written; kept by the writer, ignored by everything else. */
  readonly extra?: JsonObject;
};

/** Runs that must not overlap: those of one key, of this and of other pipelines, take turns. With the defaults filled in. */
export type Concurrency = {
  /** A template over `input` and `env`; equal texts are one key in the whole data directory. */
  readonly key: string;
  /** What becomes of a run whose turn has not come. Default `queue`. */
  readonly policy: ConcurrencyPolicy;
  /** Runs of the key that may be at work at once; 1 to 100. Default 1. */
  readonly limit: number;
  /** Keys that the format does not know, as they are written; kept by the writer, ignored by everything else. */
  readonly extra?: JsonObject;
};

export const CONCURRENCY_POLICIES = ['queue', 'reject', 'replace', 'skip'] as const;
/** `queue`: it waits; `reject`: it is refused; `skip`: it is recorded as cancelled; `replace`: it ends those before it. */
export type ConcurrencyPolicy = (typeof CONCURRENCY_POLICIES)[number];

/** `settings` of a pipeline with the defaults filled in. */
export type Settings = {
  /** Stages that run at once; 1 to 100. Default 10. */
  readonly max_parallel: number;
  readonly on_failure: 'stop' | 'finish';
  /** The whole run, in ms. */
  readonly timeout_ms?: number;
  readonly concurrency?: Concurrency;
  /** Keys that the format does not know, as they are written; kept by the writer, ignored by everything else. */
  readonly extra?: JsonObject;
};

/** Text that lies on the canvas and means nothing to a run. */
export type Note = {
  /** Unique among the notes. */
  readonly id: string;
  readonly text: string;
  /** Whole numbers, from the corner of the diagram. */
  readonly position: readonly [x: number, y: number];
  /** Width and height in px; default 220 × 120. */
  readonly size?: readonly [width: number, height: number];
  /** Keys that the format does not know, as they are written; kept by the writer, ignored by everything else. */
  readonly extra?: JsonObject;
};

/** A pipeline in canonical form (`spec.md` §2.1): what the engine runs, whatever dialect the file was written in. */
export type Pipeline = {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly category?: string;
  readonly tags: readonly string[];
  readonly difficulty?: string;
  readonly input_schema?: JsonObject;
  readonly output_schema?: JsonObject;
  readonly sample_input?: Json;
  readonly settings: Settings;
  readonly stages: readonly Stage[];
  readonly output_mapping?: JsonObject;
  readonly output_stage_id?: string;
  readonly layout: { readonly [stageId: string]: readonly [x: number, y: number] };
  /** Absent without any. */
  readonly notes?: readonly Note[];
  /** Keys that the format does not know, as they are written; kept by the writer, ignored by everything else. */
  readonly extra?: JsonObject;
};
