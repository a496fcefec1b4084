import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { ValueShape } from './completion.ts';

/** A member as completion shows it. */
export type ShapeMember = { readonly name: string | number; readonly detail: string };

/** The members that a value of this shape has, those of the schema first; a list has its first item. */
export function membersOf(shape: ValueShape): readonly ShapeMember[] {
  const names = new Map<string | number, ShapeMember>();
  for (const schema of alternatives(shape.schema, shape.schema)) {
    const properties = schema['properties'];
    if (isJsonObject(properties)) {
      for (const [name, property] of Object.entries(properties))
        names.set(name, { name, detail: schemaDetail(property) });
    }
    if (schema['items'] !== undefined) names.set(0, { name: 0, detail: 'first item' });
  }
  const { sample } = shape;
  if (Array.isArray(sample) && sample.length > 0) names.set(0, { name: 0, detail: 'first item' });
  if (isJsonObject(sample)) {
    for (const [name, value] of Object.entries(sample)) {
      if (!names.has(name)) names.set(name, { name, detail: typeOf(value) });
    }
  }
  return [...names.values()];
}

/** The shape of one member; nothing is known of one that is computed, except in lists. */
export function stepInto(shape: ValueShape, step: string | number | null): ValueShape {
  const { sample } = shape;
  const schema = alternatives(shape.schema, shape.schema)
    .map((option) => memberSchema(option, step))
    .find((found) => found !== undefined);
  return { schema: rooted(schema, shape.schema), sample: sampleMember(sample, step) };
}

function sampleMember(sample: Json | undefined, step: string | number | null): Json | undefined {
  if (Array.isArray(sample)) return sample[typeof step === 'number' ? step : Number(step ?? 0)];
  if (!isJsonObject(sample) || step === null || !Object.hasOwn(sample, step)) return undefined;
  return sample[step];
}

function memberSchema(schema: JsonObject, step: string | number | null): JsonObject | undefined {
  const properties = schema['properties'];
  if (typeof step === 'string' && isJsonObject(properties) && Object.hasOwn(properties, step)) {
    return asObject(properties[step]);
  }
  const items = asObject(schema['items']);
  if (items && (typeof step !== 'string' || /^\d+$/.test(step))) return items;
  return asObject(schema['additionalProperties']);
}

const MAX_REFERENCES = 8;

/** The schema itself, what it refers to, and what it is combined from. */
function alternatives(schema: JsonObject | undefined, root: JsonObject | undefined, depth = 0): readonly JsonObject[] {
  if (!schema || depth > MAX_REFERENCES) return [];
  const combined = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => {
    const options = schema[keyword];
    return Array.isArray(options) ? options : [];
  });
  const further = [...combined, resolve(schema['$ref'], root)].filter((option) => isJsonObject(option));
  return [schema, ...further.flatMap((option) => alternatives(option, root, depth + 1))];
}

function resolve(reference: Json | undefined, root: JsonObject | undefined): Json | undefined {
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .reduce<Json | undefined>((value, key) => {
      const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
      return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    }, root);
}

/** A sub-schema that can still follow references into the definitions of the whole. */
function rooted(schema: JsonObject | undefined, root: JsonObject | undefined): JsonObject | undefined {
  if (!schema || !root) return schema;
  const kept = ['$defs', 'definitions'].filter((key) => Object.hasOwn(root, key) && !Object.hasOwn(schema, key));
  return { ...schema, ...Object.fromEntries(kept.map((key) => [key, root[key] ?? null])) };
}

function schemaDetail(schema: Json): string {
  if (!isJsonObject(schema)) return '';
  const { type, description } = schema;
  const name = Array.isArray(type) ? type.join(' or ') : typeof type === 'string' ? type : '';
  return [name, typeof description === 'string' ? description : ''].filter(Boolean).join(': ');
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function asObject(value: Json | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}
