import { isJsonObject, type Json, type JsonObject } from './json.ts';
import type { Concurrency, Note, Pipeline, Retry, Settings, Stage } from './pipeline.ts';

/** Where the JSON Schema of pipeline documents is found; the first key of every document that we write. */
export const PIPELINE_SCHEMA_URL = 'https://flowmason.dev/schemas/pipeline.schema.json';

/**
 * The canonical text of a pipeline: keys in the order of `spec.md` §2.1, defaults left out, unknown keys kept behind the
 * known ones, two blanks of indentation and a line break at the end. Reading it gives the same pipeline again.
 */
export function formatPipeline(pipeline: Pipeline): string {
  return `${JSON.stringify(documentPipeline(pipeline), null, 2)}\n`;
}

/** The canonical document of a pipeline as an object, keys in the order in which they are written. */
export function documentPipeline(pipeline: Pipeline): JsonObject {
  const { name, version, description, category, tags, difficulty, stages, layout, notes = [], extra } = pipeline;
  return compact({
    $schema: PIPELINE_SCHEMA_URL,
    name,
    version,
    description,
    category,
    tags: tags.length > 0 ? tags : undefined,
    difficulty,
    input_schema: pipeline.input_schema,
    output_schema: pipeline.output_schema,
    sample_input: pipeline.sample_input,
    settings: nonEmpty(documentSettings(pipeline.settings)),
    stages: stages.map(documentStage),
    output_mapping: pipeline.output_mapping,
    output_stage_id: pipeline.output_stage_id,
    layout: nonEmpty(layout),
    notes: notes.length > 0 ? notes.map(documentNote) : undefined,
    ...extra,
  });
}

function documentNote({ id, text, position, size, extra }: Note): JsonObject {
  return compact({ id, text, position, size, ...extra });
}

function documentSettings({ max_parallel, on_failure, timeout_ms, concurrency, extra }: Settings): JsonObject {
  return compact({
    max_parallel: unless(max_parallel, 10),
    on_failure: unless(on_failure, 'stop'),
    timeout_ms,
    concurrency: concurrency && documentConcurrency(concurrency),
    ...extra,
  });
}

function documentConcurrency({ key, policy, limit, extra }: Concurrency): JsonObject {
  return compact({ key, policy: unless(policy, 'queue'), limit: unless(limit, 1), ...extra });
}

function documentStage(stage: Stage): JsonObject {
  return compact({
    id: stage.id,
    name: stage.name,
    description: stage.description,
    component: stage.component,
    depends_on: stage.depends_on.length > 0 ? stage.depends_on : undefined,
    join: unless(stage.join, 'any'),
    config: nonEmpty(stage.config),
    timeout_ms: stage.timeout_ms,
    deadline_ms: stage.deadline_ms,
    retry: stage.retry && documentRetry(stage.retry),
    on_error: unless(stage.on_error, 'fail'),
    idempotent: unless(stage.idempotent, false),
    on_interrupt: stage.on_interrupt,
    disabled: unless(stage.disabled, false),
    ...stage.extra,
  });
}

/** `backoff` and `jitter` have other defaults beside a condition. */
function documentRetry(retry: Retry): JsonObject {
  const isConditional = retry.condition !== undefined;
  return compact({
    max_attempts: unless(retry.max_attempts, 3),
    delay_seconds: unless(retry.delay_seconds, 1),
    backoff: unless(retry.backoff, isConditional ? 1 : 2),
    max_delay_seconds: unless(retry.max_delay_seconds, 60),
    jitter: unless(retry.jitter, !isConditional),
    condition: retry.condition,
    on_exhausted: unless(retry.on_exhausted, 'fail'),
    ...retry.extra,
  });
}

function unless<T>(value: T, fallback: T): T | undefined {
  return value === fallback ? undefined : value;
}

function nonEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length > 0 ? value : undefined;
}

function compact(document: { readonly [key: string]: Json | undefined }): JsonObject {
  const kept = Object.entries(document).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  const object: Json = Object.fromEntries(kept);
  return isJsonObject(object) ? object : {};
}
