import type { JsonObject } from '../json.ts';
import { segmentEnd } from './characters.ts';
import type { CompletionData, TemplateCompletion, ValueShape } from './completion.ts';
import type { WrittenPath } from './completion-context.ts';
import { membersOf, stepInto } from './value-shape.ts';

/** What can follow `path`: behind the dot at `dotAt`, or between quotes when there is none. */
export function memberOptions(
  path: WrittenPath,
  dotAt: number | undefined,
  data: CompletionData,
): readonly TemplateCompletion[] {
  return namesAt(path, data).flatMap(({ name, kind, detail }): readonly TemplateCompletion[] => {
    const label = String(name);
    if (dotAt === undefined) {
      return typeof name === 'string' && !/["'\\]/.test(name) ? [{ label, kind, detail, apply: name }] : [];
    }
    if (typeof name === 'number') return [{ label: `[${name}]`, kind, detail, apply: `[${name}]`, from: dotAt }];
    if (name !== '' && segmentEnd(name, 0) === name.length) return [{ label, kind, detail, apply: name }];
    return [{ label, kind, detail, apply: `[${quoted(name)}]`, from: dotAt }];
  });
}

type MemberName = {
  readonly name: string | number;
  readonly kind: TemplateCompletion['kind'];
  readonly detail: string;
};

function namesAt({ root, steps }: WrittenPath, data: CompletionData): readonly MemberName[] {
  if (steps.length === 0) {
    if (root === 'secrets') return (data.secrets ?? []).map((name) => ({ name, kind: 'secret', detail: 'secret' }));
    if (root === 'env') return (data.env ?? []).map((name) => ({ name, kind: 'member', detail: 'environment' }));
    if (root === 'stages') return (data.stages ?? []).map(({ id }) => ({ name: id, kind: 'stage', detail: 'stage' }));
  }
  const shape = steps.reduce<ValueShape>(stepInto, shapeOf(root, data));
  return membersOf(shape).map((member) => ({ ...member, kind: 'member' }));
}

function shapeOf(root: string, data: CompletionData): ValueShape {
  const given = data.values && Object.hasOwn(data.values, root) ? data.values[root] : undefined;
  if (given) return given;
  switch (root) {
    case 'input':
      return data.input ?? {};
    case 'stages':
      return shapeOfStages(data.stages ?? []);
    case 'execution':
      return { schema: describe(EXECUTION) };
    case 'error':
      return { schema: describe(FAILURE) };
    default:
      return {};
  }
}

function shapeOfStages(stages: NonNullable<CompletionData['stages']>): ValueShape {
  const schemas = stages.map(({ id, schema = {} }) => {
    const stage = describe(STAGE);
    return [id, { properties: { output: { description: 'what the stage gave', ...schema }, ...stage.properties } }];
  });
  const samples = stages
    .filter(({ sample }) => sample !== undefined)
    .map(({ id, sample = null }) => [id, { output: sample }]);
  return { schema: { properties: Object.fromEntries(schemas) }, sample: Object.fromEntries(samples) };
}

/** A schema with properties of these types. */
function describe(types: Readonly<Record<string, string>>): { properties: JsonObject } {
  const properties = Object.entries(types).map(([name, type]) => [name, { type }]);
  return { properties: Object.fromEntries(properties) };
}

const STAGE = {
  status: 'string',
  error: 'object',
  attempts: 'integer',
  duration_ms: 'number',
  started_at: 'string',
};

const EXECUTION = {
  id: 'string',
  run_id: 'string',
  pipeline: 'string',
  version: 'string',
  started_at: 'string',
  duration_ms: 'number',
  duration: 'number',
  stage_id: 'string',
  attempt: 'integer',
  trigger: 'string',
  stages_completed: 'integer',
};

const FAILURE = {
  type: 'string',
  message: 'string',
  stage_id: 'string',
  attempt: 'integer',
  retryable: 'boolean',
  details: 'object',
};

function quoted(name: string): string {
  const escaped = name.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n');
  return `'${escaped}'`;
}
