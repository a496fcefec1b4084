import { isJsonObject, type Json, type JsonObject, jsonItems } from '../json.ts';
import { toPointer } from '../text/json-pointer.ts';
import type { SchemaProblem } from './check-json-schema.ts';
import { longestTextFor } from './pattern-cost.ts';
import { itemSchema } from './schema-defaults.ts';
import { createReferenceSearch } from './schema-references.ts';

/**
 * Why `data` cannot be held against the schema `root` within some seconds: a text is too long for the pattern or format
 * that stands for it, the schema applies to too many values too often, or it leads back to itself without end. Looked
 * for before the validator runs, which has no bounds of its own. Nothing when the check may go ahead.
 */
export function findUncheckable(root: Json, data: Json): readonly SchemaProblem[] {
  const walk = new Walk(root);
  walk.visit(root, data, [], 0);
  if (walk.fault !== undefined) return [{ pointer: '', message: walk.fault }];
  return walk.problems;
}

/** References, choices and the like are followed this often on the way to one value. */
const MAX_HOPS = 32;
/** Steps of the validator, of about a microsecond each. */
const MAX_EFFORT = 2_000_000;
/** Comparing two plain values is this much faster than a step. */
const PLAIN_COMPARISONS = 250;
/** Texts that are longer are not held against a `format`. */
const MAX_FORMATTED = 10_000;

type Path = readonly (string | number)[];

/** Goes where the validator goes, or further: both sides of an `if`, every alternative, every `patternProperties`. */
class Walk {
  readonly problems: SchemaProblem[] = [];
  fault: string | undefined;
  readonly #find: (reference: string) => Json | undefined;
  readonly #sizes = new Map<JsonObject, number>();
  #effort = 0;

  constructor(root: Json) {
    this.#find = createReferenceSearch(root);
  }

  visit(schema: Json | undefined, value: Json, path: Path, hops: number): void {
    if (this.fault !== undefined || !isJsonObject(schema)) return;
    if (hops > MAX_HOPS) {
      this.fault = `cannot be checked: the schema refers to itself without end, or over more than ${MAX_HOPS} references`;
      return;
    }
    this.#effort += this.#sizeOf(schema) + comparisonsOf(schema, value);
    if (this.#effort > MAX_EFFORT) {
      this.fault = 'cannot be checked: the schema applies to too many values too often; make one of both smaller';
      return;
    }
    if (typeof value === 'string') this.#checkText(schema, value, path);
    for (const part of appliedHere(schema)) this.visit(part, value, path, hops + 1);
    const reference = schema['$ref'];
    if (typeof reference === 'string') this.visit(this.#find(reference), value, path, hops + 1);
    if (Array.isArray(value)) this.#visitItems(schema, value, path);
    else if (isJsonObject(value)) this.#visitMembers(schema, value, path);
  }

  #checkText(schema: JsonObject, value: string, path: Path): void {
    const limit = longestFor(schema);
    if (value.length <= limit) return;
    const message = `is too long (${value.length} characters) for the check of its pattern or format; ${limit} are allowed`;
    this.problems.push({ pointer: toPointer(path), message });
  }

  #visitItems(schema: JsonObject, items: readonly Json[], path: Path): void {
    items.forEach((item, index) => {
      const at = [...path, index];
      this.visit(itemSchema(schema, index), item, at, 0);
      this.visit(schema['contains'], item, at, 0);
      this.visit(schema['unevaluatedItems'], item, at, 0);
    });
  }

  #visitMembers(schema: JsonObject, value: JsonObject, path: Path): void {
    const properties = membersOf(schema, 'properties');
    const patterns = Object.entries(membersOf(schema, 'patternProperties'));
    for (const [key, item] of Object.entries(value)) {
      const at = [...path, key];
      this.visit(Object.hasOwn(properties, key) ? properties[key] : schema['additionalProperties'], item, at, 0);
      this.visit(schema['unevaluatedProperties'], item, at, 0);
      this.visit(schema['propertyNames'], key, at, 0);
      for (const [pattern, part] of patterns) {
        const message = `has a name that is too long for the pattern ${pattern}`;
        if (key.length > longestTextFor(pattern)) this.problems.push({ pointer: toPointer(at), message });
        else this.visit(part, item, at, 0);
      }
    }
  }

  /** The validator goes through all properties of a schema, whatever the value has. */
  #sizeOf(schema: JsonObject): number {
    const known = this.#sizes.get(schema);
    if (known !== undefined) return known;
    const size =
      1 +
      Object.keys(membersOf(schema, 'properties')).length +
      jsonItems(schema['required']).length +
      jsonItems(schema['enum']).length / PLAIN_COMPARISONS;
    this.#sizes.set(schema, size);
    return size;
  }
}

/** The schemas inside `schema` that speak of the same value. */
function appliedHere(schema: JsonObject): Json[] {
  const lists = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => jsonItems(schema[keyword]));
  const single = ['if', 'then', 'else', 'not'].flatMap((keyword) => schema[keyword] ?? []);
  const dependent = ['dependentSchemas', 'dependencies'].flatMap((key) => Object.values(membersOf(schema, key)));
  return [...lists, ...single, ...dependent];
}

/** `uniqueItems` compares each item with each. */
function comparisonsOf(schema: JsonObject, value: Json): number {
  if (schema['uniqueItems'] !== true || !Array.isArray(value)) return 0;
  const pairs = value.length ** 2 / 2;
  const arePlain = value.every((item: Json) => typeof item !== 'object');
  return arePlain ? pairs / PLAIN_COMPARISONS : pairs;
}

function membersOf(schema: JsonObject, keyword: string): JsonObject {
  const members = schema[keyword];
  return isJsonObject(members) ? members : {};
}

function longestFor(schema: JsonObject): number {
  const pattern = schema['pattern'];
  const byPattern = typeof pattern === 'string' ? longestTextFor(pattern) : Number.POSITIVE_INFINITY;
  return typeof schema['format'] === 'string' ? Math.min(byPattern, MAX_FORMATTED) : byPattern;
}
