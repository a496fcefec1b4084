import {
  type ExpressionScope,
  type Failure,
  isJsonObject,
  type Json,
  type JsonObject,
  type PipelineGraph,
  type Run,
  type Stage,
} from '@flowmason/pipeline-schema';
import type { PipelineDocument } from '../document/pipeline-document.ts';
import type { FieldPlace } from './field-place.ts';
import { valuesAround, variablesIn } from './scope-sample-names.ts';
import { sampleOfSchema } from './scope-sample-value.ts';
import { outputSchemaOf, stageOutputShape } from './stage-output-shape.ts';

/** Values to try an expression on: those of a run, or the sample input with examples of what stages give. */
export interface SampleScope {
  readonly scope: ExpressionScope;
  /** The stages whose output is an example, made of the component's schema. */
  readonly exampleIds: ReadonlySet<string>;
}

/** What the values of a scope are taken from. Without a `run`, from the document's sample input. */
export interface SampleSource {
  readonly run?: Run | undefined;
  /** What `now()` is, ms since 1970. */
  readonly nowMs: number;
}

/** The values that names have at `place`; secrets are shown by name, never by value. */
export function sampleScope(document: PipelineDocument, place: FieldPlace, source: SampleSource): SampleScope {
  const { graph } = document;
  const { run } = source;
  const stages = graph ? readableStages(graph, place.stageId) : [];
  const views = stages.map((stage) => [stage.id, stageView(stage, run)] as const);
  const exampleIds = new Set(stages.filter(({ id }) => !run?.stages[id]).map(({ id }) => id));
  const scope: Record<string, unknown> = {
    input: run ? run.input : sampleInputOf(document),
    stages: Object.fromEntries(views),
    secrets: Object.fromEntries(secretNamesIn(document.reading.text).map((name) => [name, `•••${name}`])),
    env: {},
    context: {},
    execution: executionOf(document, place.stageId, source),
    error: sampleError(run, stages),
    attempt: 1,
  };
  scope['vars'] = variablesIn(stages, { run, scope, nowMs: source.nowMs });
  if (graph) Object.assign(scope, valuesAround(graph, place, { scope, nowMs: source.nowMs, run }));
  return { scope, exampleIds };
}

/** The stages that may have settled before `reader` starts, nearest first; all of them for the output of the run. */
export function readableStages(graph: PipelineGraph, reader: string | undefined): readonly Stage[] {
  const ids = graph.order.filter((id) => reader === undefined || (id !== reader && graph.isUpstream(reader, id)));
  return ids.reverse().flatMap((id) => graph.stages.get(id) ?? []);
}

/** Names of secrets that the document uses anywhere. */
export function secretNamesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(SECRET)].map(([, name = '']) => name))].sort();
}

const SECRET = /\bsecrets\s*(?:\.\s*|\[\s*\\?["'])([A-Za-z_]\w*)/g;

/** The sample input of the document; what its schema tells when it has none. */
export function sampleInputOf({ reading: { pipeline } }: PipelineDocument): Json {
  return pipeline?.sample_input ?? sampleOfSchema(pipeline?.input_schema) ?? {};
}

function stageView(stage: Stage, run: Run | undefined): JsonObject {
  const done = run?.stages[stage.id];
  if (!done) {
    const output = sampleOfSchema(outputSchemaOf(stage));
    const view = { status: 'succeeded', error: null, attempts: 1, duration_ms: 1000, started_at: EXAMPLE_TIME };
    return output === undefined ? view : { ...view, output: withResult(stage, output) };
  }
  const { status, error, attempts, duration_ms, started_at } = done;
  const { sample } = stageOutputShape(stage, run);
  return {
    status,
    error: error && failureAsJson(error),
    attempts,
    ...(duration_ms !== null && { duration_ms }),
    ...(started_at !== null && { started_at }),
    ...(sample !== undefined && { output: withResult(stage, sample) }),
  };
}

const EXAMPLE_TIME = '2026-01-01T00:00:00.000Z';

/** The output of a json_transform is the result itself; `.result` means it too, unless it has a key of that name. */
function withResult({ component }: Stage, output: Json): Json {
  if (component !== 'json_transform' || !isJsonObject(output) || Object.hasOwn(output, 'result')) return output;
  return Object.defineProperty({ ...output }, 'result', { value: output, enumerable: false });
}

function executionOf(
  { reading: { pipeline } }: PipelineDocument,
  stageId: string | undefined,
  { run, nowMs }: SampleSource,
): JsonObject {
  const id = run?.id ?? 'example';
  const duration_ms = run?.duration_ms ?? 1000;
  return {
    id,
    run_id: id,
    pipeline: pipeline?.name ?? '',
    version: pipeline?.version ?? '',
    started_at: run?.started_at ?? new Date(nowMs).toISOString(),
    duration_ms,
    duration: duration_ms,
    stage_id: stageId ?? null,
    attempt: 1,
    trigger: run?.trigger ?? 'manual',
    stages_completed: run ? Object.values(run.stages).filter(({ finished_at }) => finished_at !== null).length : 1,
  };
}

/** What a catch would see: the first failure of the run, or an example. */
function sampleError(run: Run | undefined, stages: readonly Stage[]): JsonObject {
  const failed = Object.values(run?.stages ?? {}).find(({ error }) => error)?.error;
  return failed
    ? failureAsJson(failed)
    : {
        type: 'CONNECTIVITY',
        message: 'the service answered 503',
        stage_id: stages[0]?.id ?? null,
        attempt: 1,
        retryable: true,
        details: {},
      };
}

function failureAsJson({ details = null, ...failure }: Failure): JsonObject {
  return { ...failure, details };
}
