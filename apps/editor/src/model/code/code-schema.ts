import { isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';

/** A JSON Schema whose descriptions also tell the defaults and examples: code editors show only descriptions. */
export function withDefaultsTold(schema: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(told(schema)).map(([key, value]) => [key, below(value)]));
}

function below(value: Json): Json {
  if (Array.isArray(value)) return value.map(below);
  return isJsonObject(value) ? withDefaultsTold(value) : value;
}

function told(schema: JsonObject): JsonObject {
  const { description, default: fallback, examples } = schema;
  if (typeof description !== 'string') return schema;
  const [example] = Array.isArray(examples) ? examples : [];
  const lines = [
    description,
    ...(fallback === undefined ? [] : [`Default: \`${JSON.stringify(fallback)}\``]),
    ...(example === undefined ? [] : [`Example: \`${JSON.stringify(example)}\``]),
  ];
  return { ...schema, markdownDescription: lines.join('\n\n') };
}
