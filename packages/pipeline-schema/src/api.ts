import { z } from 'zod';
import { Diagnostic } from './diagnostic.ts';
import { FailureType } from './failure.ts';
import { JsonValue } from './json.ts';
import { Run } from './run.ts';
import { RESOLUTIONS } from './run-event.ts';

/** A run without its stages and values: a row in a list. */
export const RunSummary = Run.omit({ stages: true, input: true, output: true });
export type RunSummary = z.infer<typeof RunSummary>;

/** `GET /health`. */
export const Health = z.object({ status: z.literal('ok'), version: z.string(), uptime_ms: z.number() });
export type Health = z.infer<typeof Health>;

/** One element of `GET /components`; the schemas are JSON Schema 2020-12. */
export const ComponentInfo = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  category: z.enum(['request', 'model', 'control', 'data', 'flow']),
  icon: z.string(),
  effect: z.enum(['none', 'http', 'model', 'time', 'person']),
  config_schema: z.record(z.string(), JsonValue),
  output_schema: z.record(z.string(), JsonValue),
  /** How its stages fail, beside what any stage can fail with. */
  failures: z.array(z.object({ type: FailureType, when: z.string() })),
});
export type ComponentInfo = z.infer<typeof ComponentInfo>;

/** One element of `GET /pipelines`: a file of the workspace. `id` is its path without `.pipeline.json`. */
export const PipelineSummary = z.object({
  id: z.string(),
  /** Path inside the workspace, with `/`. */
  path: z.string(),
  name: z.string(),
  version: z.string(),
  description: z.string(),
  category: z.string().nullable(),
  tags: z.array(z.string()),
  difficulty: z.string().nullable(),
  /** Canonical component names, each once, in order of first use. */
  components: z.array(z.string()),
  stage_count: z.int(),
  error_count: z.int(),
  warning_count: z.int(),
  updated_at: z.iso.datetime(),
  last_run: RunSummary.nullable(),
});
export type PipelineSummary = z.infer<typeof PipelineSummary>;

/** `GET /pipelines/:id`; the answer's `ETag` header equals `etag`. The reader parses `text` itself. */
export const PipelineFile = z.object({
  id: z.string(),
  path: z.string(),
  etag: z.string(),
  /** The file as it is on disk. */
  text: z.string(),
  updated_at: z.iso.datetime(),
});
export type PipelineFile = z.infer<typeof PipelineFile>;

/** What a run is to be started with, `POST /runs`. Exactly one of `pipeline` (id, name or path) and `document`. */
export const StartRun = z.strictObject({
  pipeline: z.string().min(1).optional(),
  /** A pipeline document, as an object or as its text. */
  document: z.union([z.string(), z.record(z.string(), JsonValue)]).optional(),
  /** Default `{}`; the defaults of `input_schema` are applied. */
  input: JsonValue.optional(),
  /** Name of a profile of the workspace, or a profile itself. */
  profile: z.union([z.string().min(1), z.record(z.string(), JsonValue)]).optional(),
  /** Situation of the simulated services; true for the one where all goes well. */
  sandbox: z.union([z.string().min(1), z.boolean()]).optional(),
  /** Secrets for this run only: used, masked, never stored. */
  secrets: z.record(z.string(), z.string()).optional(),
  trigger: z.string().max(64).optional(),
});
export type StartRun = z.infer<typeof StartRun>;

/** How a run is to end, `POST /runs/:id/cancel`; with `force` at once, without its finally stages. */
export const CancelRun = z.strictObject({
  reason: z.string().trim().min(1).max(500).default('cancelled through the API'),
  force: z.boolean().default(false),
});
export type CancelRun = z.infer<typeof CancelRun>;

/**
 * What a person decides about a stage that waits for it, `POST /runs/:id/stages/:sid/resolve`. `output` only with `done`:
 * what the request gave, as the stages behind it read it; null when nobody knows it.
 */
export const ResolveStage = z.strictObject({
  as: z.enum(RESOLUTIONS),
  output: JsonValue.optional(),
  note: z.string().trim().min(1).max(500).optional(),
});
export type ResolveStage = z.infer<typeof ResolveStage>;

/** One page of `GET /runs`, newest first; `next_cursor` is null on the last page. */
export const RunPage = z.object({ items: z.array(RunSummary), next_cursor: z.string().nullable() });
export type RunPage = z.infer<typeof RunPage>;

/** `POST /validate`: the canonical document (null when it cannot be read that far) and its flowchart beside all findings. */
export const ValidateResult = z.object({
  diagnostics: z.array(Diagnostic),
  normalised: z.record(z.string(), JsonValue).nullable(),
  mermaid: z.string().nullable(),
});
export type ValidateResult = z.infer<typeof ValidateResult>;

/** `GET /environments`: what a run may be started against. */
export const Environments = z.object({
  /** Files `*.profile.json` of the workspace, without the ending. */
  profiles: z.array(z.object({ name: z.string(), description: z.string(), error: z.string().optional() })),
  situations: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      description: z.string(),
      /** Pipelines (by name) that the situation was made for; empty for all. */
      pipelines: z.array(z.string()),
    }),
  ),
});
export type Environments = z.infer<typeof Environments>;

/** Error body of every route (RFC 9457). `type` is a stable `urn:flowmason:problem:<code>`. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  /** Of a mistake of the runner's: `urn:uuid:` and the id under which its log has it, which `X-Request-Id` says too. */
  instance: z.string().optional(),
  diagnostics: z.array(Diagnostic).optional(),
});
export type Problem = z.infer<typeof Problem>;
