import { isJsonObject, type Json, type JsonObject, jsonItems } from '../json.ts';
import { createReferenceSearch } from './schema-references.ts';

/**
 * `data` with the `default` of every property that is missing, also in objects and lists inside it. A default counts when
 * it stands in `properties`, behind a `$ref` or in `allOf`; under `anyOf` and the like nobody can say which one is meant.
 * Undefined when that would not end in some seconds: the schema refers to itself without going deeper, also in its
 * defaults, or is too large for so large a value.
 */
export function fillDefaults(root: Json, data: Json): Json | undefined {
  const filler = new DefaultFiller(root);
  const filled = filler.fill(root, data, { depth: 0, hops: 0 });
  return filler.isEndless ? undefined : filled;
}

/** The schema that a list's `schema` has for the item at `index`; true when it says nothing of it. */
export function itemSchema(schema: JsonObject, index: number): Json {
  const prefix = schema['prefixItems'] ?? schema['items'];
  const listed: Json | undefined = Array.isArray(prefix) ? prefix[index] : undefined;
  if (listed !== undefined) return listed;
  const rest = Array.isArray(schema['items']) ? schema['additionalItems'] : schema['items'];
  return rest ?? true;
}

/** References and `allOf` are followed this often on the way to one value. */
const MAX_HOPS = 32;
/** Defaults inside defaults are filled in this deep, and so many properties are looked at in all. */
const MAX_DEPTH = 200;
const MAX_STEPS = 2_000_000;

type Place = { readonly depth: number; readonly hops: number };

class DefaultFiller {
  isEndless = false;
  readonly #find: (reference: string) => Json | undefined;
  #steps = 0;

  constructor(root: Json) {
    this.#find = createReferenceSearch(root);
  }

  fill(schema: Json, data: Json, { depth, hops }: Place): Json {
    this.#steps += 1;
    if (hops > MAX_HOPS || depth > MAX_DEPTH || this.#steps > MAX_STEPS) this.isEndless = true;
    if (this.isEndless || !isJsonObject(schema)) return data;
    let result = data;
    const reference = schema['$ref'];
    const target = typeof reference === 'string' ? this.#find(reference) : undefined;
    for (const part of [...(target === undefined ? [] : [target]), ...jsonItems(schema['allOf'])]) {
      result = this.fill(part, result, { depth, hops: hops + 1 });
    }
    const inside = { depth: depth + 1, hops: 0 };
    if (Array.isArray(result)) {
      return result.map((item: Json, index) => this.fill(itemSchema(schema, index), item, inside));
    }
    return isJsonObject(result) ? this.#fillMembers(schema, result, inside) : result;
  }

  #fillMembers(schema: JsonObject, data: JsonObject, inside: Place): JsonObject {
    const properties = schema['properties'];
    if (!isJsonObject(properties)) return data;
    const filled = new Map(Object.entries(data));
    this.#steps += Object.keys(properties).length;
    for (const [key, property] of Object.entries(properties)) {
      if (key === '__proto__') continue;
      const byDefault = isJsonObject(property) ? property['default'] : undefined;
      const value = filled.has(key) ? filled.get(key) : byDefault;
      if (value !== undefined) filled.set(key, this.fill(property, value, inside));
    }
    return Object.fromEntries(filled);
  }
}
