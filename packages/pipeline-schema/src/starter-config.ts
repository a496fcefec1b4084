import { sampleFor, schemaAt } from './check/schema-sample.ts';
import type { ComponentDescription } from './component.ts';
import { configSchemaOf } from './dialects/config-keys.ts';
import { isJsonObject, type Json, type JsonObject, jsonItems } from './json.ts';
import { PLACEHOLDERS, placeholderAddress, placeholderWords } from './placeholders.ts';

/**
 * The config that a new stage starts with: right by the component's schema, and with nothing in it that could pass for
 * the real thing. A request goes to a host that cannot exist, a decision asks for a variable that nobody sets, so a run
 * that meets it before somebody has filled it in fails there. Control stages have every list, empty, so that a canvas
 * shows where stages can be put.
 */
export function starterConfig(component: ComponentDescription, id: string): JsonObject {
  const own = STARTERS.get(component.name)?.(id) ?? {};
  const schema = configSchemaOf(component);
  const required = jsonItems(schema['required']).filter((key): key is string => typeof key === 'string');
  const missing = required.filter((key) => !Object.hasOwn(own, key));
  return { ...own, ...Object.fromEntries(missing.map((key) => [key, plainSample(schemaAt(schema, [key]), id)])) };
}

const STARTERS: ReadonlyMap<string, (id: string) => JsonObject> = new Map<string, (id: string) => JsonObject>([
  ['logger', (id) => ({ message: placeholderWords(id) })],
  ['generator', (id) => ({ model: 'gpt-4o-mini', prompt: placeholderWords(id) })],
  ['http_request', (id) => ({ url: placeholderAddress(id), method: 'GET' })],
  ['conditional', () => ({ condition: PLACEHOLDERS.value, if_true: [], if_false: [] })],
  ['router', () => ({ routes: [{ name: 'first', condition: PLACEHOLDERS.value, stages: [] }], default: [] })],
  ['trycatch', () => ({ try: [], catch: [], finally: [] })],
  ['foreach', () => ({ items: PLACEHOLDERS.value, stages: [] })],
  ['json_transform', () => ({ data: PLACEHOLDERS.value, expression: '@' })],
  ['filter', () => ({ data: PLACEHOLDERS.value, condition: PLACEHOLDERS.itemCondition })],
  ['schema_validate', () => ({ data: PLACEHOLDERS.value, schema: { type: 'object' } })],
  ['variable_set', () => ({ name: PLACEHOLDERS.variable, value: '' })],
  ['loop', () => ({ items: PLACEHOLDERS.value, batch_size: 10 })],
  ['subpipeline', () => ({ pipeline: PLACEHOLDERS.pipeline })],
]);

/** A value of the right type; examples that are templates would name stages which are not there. */
function plainSample(schema: JsonObject | undefined, id: string): Json {
  const sample = sampleFor(schema);
  const text = JSON.stringify(sample);
  if (!text.includes('{{')) return sample;
  const type = isJsonObject(schema) ? schema['type'] : undefined;
  if (type === 'array') return [];
  return type === 'object' ? {} : placeholderWords(id);
}
