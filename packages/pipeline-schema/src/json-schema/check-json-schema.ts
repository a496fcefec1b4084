import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { toPointer } from '../text/json-pointer.ts';
import { didYouMean, suggest } from '../text/suggest.ts';
import { findPatternFault } from './pattern-cost.ts';
import { type KeywordShape, SCHEMA_KEYWORDS, SCHEMA_TYPES, subSchemas } from './schema-keywords.ts';
import { createReferenceSearch } from './schema-references.ts';

/** What is wrong in a schema, or in a value that breaks one. `pointer` leads to it. */
export interface SchemaProblem {
  readonly pointer: string;
  readonly message: string;
}

/** What is wrong with `schema` as JSON Schema (2020-12 or Draft 7), the first fault in words; undefined when it can be used. */
export function checkJsonSchema(schema: Json): string | undefined {
  const [first] = schemaFaults(schema);
  if (first === undefined) return undefined;
  return first.pointer === '' ? `the schema ${first.message}` : `${first.pointer} ${first.message}`;
}

/** Every fault of a schema, at most 50. Unknown keywords are no faults: JSON Schema lets people add their own. */
export function schemaFaults(schema: Json): readonly SchemaProblem[] {
  const faults: SchemaProblem[] = [];
  const ids = new Map<string, string>();
  const findReference = createReferenceSearch(schema);
  const queue: { schema: Json; path: readonly (string | number)[] }[] = [{ schema, path: [] }];
  for (const at of queue) {
    if (faults.length >= 50) break;
    const report = (message: string, ...steps: string[]) =>
      faults.push({ pointer: toPointer([...at.path, ...steps]), message });
    if (typeof at.schema === 'boolean') continue;
    if (!isJsonObject(at.schema)) {
      report('must be a schema: an object, true or false');
      continue;
    }
    for (const [keyword, value] of Object.entries(at.schema)) {
      const shape = SCHEMA_KEYWORDS.get(keyword);
      const fault = shape === undefined ? undefined : findFault(shape, value);
      if (fault !== undefined) report(fault, keyword);
    }
    for (const key of Object.keys(isJsonObject(at.schema['patternProperties']) ? at.schema['patternProperties'] : {})) {
      const fault = findPatternFault(key);
      if (fault !== undefined) report(fault, 'patternProperties', key);
    }
    const reference = at.schema['$ref'];
    if (typeof reference === 'string' && !findReference(reference)) {
      report(`refers to "${reference}", which is not in this schema`, '$ref');
    }
    const id = at.schema['$id'];
    if (typeof id === 'string') {
      if (ids.has(id)) report(`is the same as at ${ids.get(id)}`, '$id');
      ids.set(id, toPointer(at.path));
    }
    for (const sub of subSchemas(at.schema)) queue.push({ schema: sub.schema, path: [...at.path, ...sub.path] });
  }
  return faults;
}

function findFault(shape: KeywordShape, value: Json): string | undefined {
  switch (shape) {
    case 'any':
      return undefined;
    case 'schema':
      return isSchema(value) ? undefined : 'must be a schema: an object, true or false';
    case 'schema-or-list':
      return Array.isArray(value) || isSchema(value) ? undefined : 'must be a schema: an object, true or false';
    case 'schemas':
      return Array.isArray(value) && value.length > 0 ? undefined : 'must be a list of schemas';
    case 'schema-map':
    case 'object':
      return isJsonObject(value) ? undefined : 'must be an object';
    case 'text':
      return typeof value === 'string' ? undefined : 'must be a text';
    case 'pattern':
      return typeof value === 'string' ? findPatternFault(value) : 'must be a text';
    case 'number':
      return typeof value === 'number' ? undefined : 'must be a number';
    case 'count':
      return Number.isInteger(value) && Number(value) >= 0 ? undefined : 'must be a whole number from 0';
    case 'flag':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'list':
      return Array.isArray(value) ? undefined : 'must be a list';
    case 'texts': {
      const isTexts = Array.isArray(value) && value.every((item: Json) => typeof item === 'string');
      return isTexts ? undefined : 'must be a list of texts';
    }
    case 'types':
      return findTypeFault(value);
  }
}

function findTypeFault(value: Json): string | undefined {
  const types: readonly Json[] = Array.isArray(value) ? value : [value];
  const unknown = types.find((type) => typeof type !== 'string' || !SCHEMA_TYPES.includes(type));
  if (unknown === undefined) return types.length === 0 ? 'must name a type' : undefined;
  const hint = typeof unknown === 'string' ? didYouMean(suggest(unknown, SCHEMA_TYPES)) : '';
  return `is ${JSON.stringify(unknown)}, but types are ${SCHEMA_TYPES.join(', ')}.${hint}`;
}

function isSchema(value: Json): value is JsonObject | boolean {
  return typeof value === 'boolean' || isJsonObject(value);
}
