import {
  compileTemplate,
  ExprError,
  type ExpressionScope,
  isJsonObject,
  type Json,
  type JsonObject,
  type PipelineGraph,
  type Run,
  type Stage,
} from '@flowmason/pipeline-schema';
import type { FieldPlace } from './field-place.ts';
import { sampleOfSchema } from './scope-sample-value.ts';
import { stageOutputShape } from './stage-output-shape.ts';

/** What names that only some fields have are worked out from. */
export interface Surroundings {
  readonly scope: ExpressionScope;
  readonly nowMs: number;
  readonly run: Run | undefined;
}

/** What the `variable_set` stages among `stages` (nearest first) have set; of two that set the same one the nearer. */
export function variablesIn(stages: readonly Stage[], { scope, nowMs, run }: Surroundings): JsonObject {
  const setters = stages.filter(({ component }) => component === 'variable_set').reverse();
  const values = setters.map(({ id, config }): JsonObject => {
    const output = run?.stages[id]?.output;
    if (isJsonObject(output)) return output;
    const { name, value = null, variables } = config;
    const written = { ...(isJsonObject(variables) && variables), ...(typeof name === 'string' && { [name]: value }) };
    const known = Object.entries(written).flatMap(([key, each]) => {
      const rendered = renderSample(each, scope, nowMs);
      return rendered === undefined ? [] : [[key, rendered] as const];
    });
    return Object.fromEntries(known);
  });
  return Object.assign({}, ...values);
}

/** Names that only some fields have: the item of the loop around, the data of a filter or a mapping, an attempt's output. */
export function valuesAround(graph: PipelineGraph, { stageId, path }: FieldPlace, around: Surroundings): JsonObject {
  const stage = stageId === undefined ? undefined : graph.stages.get(stageId);
  if (!stage) return {};
  const values: Record<string, Json> = { ...loopValues(graph, stage.id, around) };
  if (path[0] === 'retry') {
    const { schema, sample = sampleOfSchema(schema) } = stageOutputShape(stage, around.run);
    if (sample !== undefined) values['output'] = sample;
  }
  const data = path[0] === 'config' ? stage.config['data'] : undefined;
  if (data !== undefined) {
    const rendered = renderSample(data, { ...around.scope, ...values }, around.nowMs);
    if (rendered !== undefined) values['data'] = rendered;
    const first = Array.isArray(rendered) ? rendered[0] : undefined;
    if (stage.component === 'filter' && first !== undefined) Object.assign(values, { item: first, index: 0 });
  }
  return values;
}

function loopValues(graph: PipelineGraph, stageId: string, { scope, nowMs }: Surroundings): JsonObject {
  const values: Record<string, Json> = {};
  const seen = new Set<string>();
  for (let at = graph.membership.get(stageId); at && !seen.has(at.scope); at = graph.membership.get(at.scope)) {
    seen.add(at.scope);
    const config = at.role === 'body' ? graph.stages.get(at.scope)?.config : undefined;
    if (!config) continue;
    const { items = [], item_variable = 'item', index_variable = 'index' } = config;
    const rendered = renderSample(items, scope, nowMs);
    const list = Array.isArray(rendered) ? rendered : [];
    const [item] = list;
    if (item !== undefined) values[String(item_variable)] ??= item;
    values[String(index_variable)] ??= 0;
    values['loop'] ??= { index: 0, number: 1, total: list.length, first: true, last: list.length <= 1 };
  }
  return values;
}

/** `value` with its templates resolved; undefined when one of them cannot be, as yet. */
function renderSample(value: Json, scope: ExpressionScope, nowMs: number): Json | undefined {
  if (typeof value === 'string') return value.includes('{{') ? renderText(value, scope, nowMs) : value;
  if (Array.isArray(value)) {
    const items = value.map((item: Json) => renderSample(item, scope, nowMs));
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, renderSample(item, scope, nowMs)] as const);
  return entries.every((entry): entry is readonly [string, Json] => entry[1] !== undefined)
    ? Object.fromEntries(entries)
    : undefined;
}

function renderText(text: string, scope: ExpressionScope, nowMs: number): Json | undefined {
  try {
    return compileTemplate(text).run(scope, { mode: 'strict', nowMs }).value;
  } catch (error) {
    // What is missing or half-written has no value to show; the field itself tells why.
    if (error instanceof ExprError) return undefined;
    throw error;
  }
}
