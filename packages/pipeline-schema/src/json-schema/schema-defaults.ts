import { isJsonObject, type Json, type JsonObject, jsonItems } from '../json.ts';
import { toPointer } from '../text/json-pointer.ts';
import { findReference, type SchemaProblem } from './check-json-schema.ts';
import { longestTextFor } from './pattern-cost.ts';

/** References are followed this often on the way to one value. */
const MAX_HOPS = 32;
/** Texts that are longer are not held against a `format`. */
const MAX_FORMATTED = 10_000;

/**
 * `data` with the `default` of every property that is missing, also in objects and lists inside it. A default counts when
 * it stands in `properties`, behind a `$ref` or in `allOf`; under `anyOf` and the like nobody can say which one is meant.
 */
export function withDefaults(root: Json, data: Json, schema: Json = root, hops = 0): Json {
  if (!isJsonObject(schema) || hops > MAX_HOPS) return data;
  let result = data;
  const reference = schema['$ref'];
  if (typeof reference === 'string') {
    const target = findReference(root, reference);
    if (target !== undefined) result = withDefaults(root, result, target, hops + 1);
  }
  for (const part of jsonItems(schema['allOf'])) result = withDefaults(root, result, part, hops + 1);
  if (Array.isArray(result))
    return result.map((item: Json, index) => withDefaults(root, item, itemSchema(schema, index)));
  return isJsonObject(result) ? withPropertyDefaults(root, result, schema) : result;
}

function withPropertyDefaults(root: Json, data: JsonObject, schema: JsonObject): JsonObject {
  const properties = schema['properties'];
  if (!isJsonObject(properties)) return data;
  const filled = new Map(Object.entries(data));
  for (const [key, property] of Object.entries(properties)) {
    if (key === '__proto__') continue;
    const own = filled.get(key);
    if (own !== undefined) filled.set(key, withDefaults(root, own, property));
    else if (isJsonObject(property) && property['default'] !== undefined) {
      filled.set(key, withDefaults(root, property['default'], property));
    }
  }
  return Object.fromEntries(filled);
}

function itemSchema(schema: JsonObject, index: number): Json {
  const prefix = schema['prefixItems'] ?? schema['items'];
  const listed: Json | undefined = Array.isArray(prefix) ? prefix[index] : undefined;
  if (listed !== undefined) return listed;
  const rest = Array.isArray(schema['items']) ? schema['additionalItems'] : schema['items'];
  return rest ?? true;
}

/**
 * Texts of `data` that are too long to be held against the `pattern` or `format` that stands for them. Looked for before
 * the validator runs, which would match them whatever it takes.
 */
export function findTooLong(root: Json, data: Json): readonly SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  const visit = (schema: Json | undefined, value: Json, path: readonly (string | number)[], hops: number): void => {
    if (!isJsonObject(schema) || hops > MAX_HOPS) return;
    if (typeof value === 'string') {
      const limit = longestFor(schema);
      const message = `is too long (${value.length} characters) for the check of its pattern or format; ${limit} are allowed`;
      if (value.length > limit) problems.push({ pointer: toPointer(path), message });
    }
    const reference = schema['$ref'];
    if (typeof reference === 'string') visit(findReference(root, reference), value, path, hops + 1);
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      for (const part of jsonItems(schema[keyword])) visit(part, value, path, hops + 1);
    }
    for (const keyword of ['if', 'then', 'else', 'not']) visit(schema[keyword], value, path, hops + 1);
    if (Array.isArray(value)) {
      value.forEach((item: Json, index) => {
        visit(itemSchema(schema, index), item, [...path, index], 0);
        visit(schema['contains'], item, [...path, index], 0);
      });
    } else if (isJsonObject(value)) visitMembers(schema, value, path);
  };
  const visitMembers = (schema: JsonObject, value: JsonObject, path: readonly (string | number)[]): void => {
    const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
    const patterns = isJsonObject(schema['patternProperties']) ? Object.entries(schema['patternProperties']) : [];
    for (const [key, item] of Object.entries(value)) {
      const own = Object.hasOwn(properties, key) ? properties[key] : schema['additionalProperties'];
      visit(own, item, [...path, key], 0);
      for (const [pattern, part] of patterns) {
        const limit = longestTextFor(pattern);
        const message = `has a name that is too long for the pattern ${pattern}`;
        if (key.length > limit) problems.push({ pointer: toPointer([...path, key]), message });
        else visit(part, item, [...path, key], 0);
      }
      visit(schema['propertyNames'], key, [...path, key], 0);
    }
  };
  visit(root, data, [], 0);
  return problems;
}

function longestFor(schema: JsonObject): number {
  const pattern = schema['pattern'];
  const byPattern = typeof pattern === 'string' ? longestTextFor(pattern) : Number.POSITIVE_INFINITY;
  return typeof schema['format'] === 'string' ? Math.min(byPattern, MAX_FORMATTED) : byPattern;
}
