import { isJsonObject, type Json, type JsonObject, jsonItems } from '../json.ts';
import { PLACEHOLDERS } from '../placeholders.ts';

/** The schema of the value at `path` inside values of `schema`, as far as it can be followed without choosing. */
export function schemaAt(schema: Json | undefined, path: readonly string[]): JsonObject | undefined {
  if (!isJsonObject(schema)) return undefined;
  const [step, ...rest] = path;
  if (step === undefined) return schema;
  const own = isJsonObject(schema['properties']) ? schema['properties'][step] : undefined;
  const inside = own ?? (/^\d+$/.test(step) ? schema['items'] : schema['additionalProperties']);
  const found = schemaAt(inside, rest);
  if (found !== undefined) return found;
  for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
    for (const part of jsonItems(schema[keyword])) {
      const through = schemaAt(part, path);
      if (through !== undefined) return through;
    }
  }
  return undefined;
}

/** A value that a person can start from: an example, the default, a first choice, or something of the right type. */
export function sampleFor(schema: JsonObject | undefined): Json {
  if (schema === undefined) return '';
  const [example] = jsonItems(schema['examples']);
  const [choice] = jsonItems(schema['enum']);
  const found = example ?? schema['default'] ?? schema['const'] ?? choice;
  if (found !== undefined) return found;
  const [part] = jsonItems(schema['anyOf']);
  if (isJsonObject(part)) return sampleFor(part);
  switch (schema['type']) {
    case 'number':
    case 'integer':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return PLACEHOLDERS.text;
  }
}
