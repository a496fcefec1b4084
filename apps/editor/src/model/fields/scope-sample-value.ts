import { isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';

/**
 * A value that fits `schema`, to show what an expression gives before anything has run: examples and defaults where the
 * schema has them. Undefined where any value fits, so that nobody takes a guess for knowledge; members like that are left out.
 */
export function sampleOfSchema(schema: Json | undefined): Json | undefined {
  if (!isJsonObject(schema)) return undefined;
  return givenBy(schema) ?? byType(schema);
}

function givenBy({ const: fixed, examples, default: usual, enum: choices }: JsonObject): Json | undefined {
  const [example] = Array.isArray(examples) ? examples : [];
  const [choice] = Array.isArray(choices) ? choices : [];
  return fixed ?? example ?? usual ?? choice;
}

function byType(schema: JsonObject): Json | undefined {
  const { type } = schema;
  switch (Array.isArray(type) ? type[0] : type) {
    case 'object':
      return objectOf(schema);
    case 'array': {
      const item = sampleOfSchema(schema['items']);
      return item === undefined ? [] : [item];
    }
    case 'string':
      return textOf(schema['format']);
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' && schema['minimum'] > 0 ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return undefined;
  }
}

function objectOf({ properties }: JsonObject): JsonObject {
  const members = Object.entries(isJsonObject(properties) ? properties : {}).flatMap(([key, schema]) => {
    const value = sampleOfSchema(schema);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(members);
}

function textOf(format: Json | undefined): string {
  if (format === 'uri') return 'https://example.com';
  if (format === 'date-time') return '2026-01-01T00:00:00Z';
  if (format === 'date') return '2026-01-01';
  return format === 'email' ? 'somebody@example.com' : 'text';
}
