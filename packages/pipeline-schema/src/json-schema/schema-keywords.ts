import { isJsonObject, type Json, type JsonObject } from '../json.ts';

/** What the value of a keyword of JSON Schema has to be. */
export type KeywordShape =
  | 'schema'
  | 'schemas'
  | 'schema-map'
  | 'schema-or-list'
  | 'text'
  | 'pattern'
  | 'number'
  | 'count'
  | 'flag'
  | 'texts'
  | 'types'
  | 'list'
  | 'object'
  | 'any';

/** The keywords of 2020-12 and Draft 7 that decide whether a value is valid, and `default`. */
export const SCHEMA_KEYWORDS: ReadonlyMap<string, KeywordShape> = new Map<string, KeywordShape>([
  ['$schema', 'text'],
  ['$id', 'text'],
  ['$ref', 'text'],
  ['$anchor', 'text'],
  ['$defs', 'schema-map'],
  ['definitions', 'schema-map'],
  ['type', 'types'],
  ['enum', 'list'],
  ['const', 'any'],
  ['default', 'any'],
  ['multipleOf', 'number'],
  ['maximum', 'number'],
  ['minimum', 'number'],
  ['exclusiveMaximum', 'number'],
  ['exclusiveMinimum', 'number'],
  ['maxLength', 'count'],
  ['minLength', 'count'],
  ['pattern', 'pattern'],
  ['format', 'text'],
  ['items', 'schema-or-list'],
  ['prefixItems', 'schemas'],
  ['additionalItems', 'schema'],
  ['unevaluatedItems', 'schema'],
  ['contains', 'schema'],
  ['maxContains', 'count'],
  ['minContains', 'count'],
  ['maxItems', 'count'],
  ['minItems', 'count'],
  ['uniqueItems', 'flag'],
  ['properties', 'schema-map'],
  ['patternProperties', 'schema-map'],
  ['additionalProperties', 'schema'],
  ['unevaluatedProperties', 'schema'],
  ['propertyNames', 'schema'],
  ['required', 'texts'],
  ['maxProperties', 'count'],
  ['minProperties', 'count'],
  ['dependentRequired', 'object'],
  ['dependentSchemas', 'schema-map'],
  ['dependencies', 'object'],
  ['allOf', 'schemas'],
  ['anyOf', 'schemas'],
  ['oneOf', 'schemas'],
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
]);

/** The types that a schema may name. */
export const SCHEMA_TYPES: readonly string[] = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];

/** A schema directly inside another one. */
export interface SubSchema {
  readonly path: readonly (string | number)[];
  readonly schema: Json;
}

/** The schemas directly inside `schema`, with the way to each. */
export function subSchemas(schema: JsonObject): readonly SubSchema[] {
  return Object.entries(schema).flatMap(([keyword, value]): readonly SubSchema[] => {
    const shape = SCHEMA_KEYWORDS.get(keyword);
    const isList = (shape === 'schemas' || shape === 'schema-or-list') && Array.isArray(value);
    if (isList) return value.map((item: Json, index: number) => ({ path: [keyword, index], schema: item }));
    if (shape === 'schema' || shape === 'schema-or-list') return [{ path: [keyword], schema: value }];
    if (shape !== 'schema-map' || !isJsonObject(value)) return [];
    return Object.entries(value).map(([key, item]) => ({ path: [keyword, key], schema: item }));
  });
}
