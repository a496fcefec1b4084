import { isJsonObject, type Json, type JsonObject, Problem } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { API_OPERATIONS, type ApiOperation } from './api-operations.ts';

type Schemas = Record<string, Json>;

/** The API as an OpenAPI 3.1 document, its schemas taken from those that check requests. */
export function openApiDocument(version: string): JsonObject {
  const schemas: Schemas = {};
  const problem = addSchema(schemas, 'Problem', Problem, 'output');
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const operation of API_OPERATIONS) {
    const described = describeOperation(operation, schemas, problem);
    paths[operation.path] = { ...paths[operation.path], [operation.method]: described };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'FlowMason runner', version, description: 'Starts, follows and ends runs of pipelines.' },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of `fm token create`' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'fm_session',
          description: 'What POST /session sets, with an ending of its own for each server',
        },
      },
    },
    security: [{ token: [] }, { session: [] }],
  };
}

function describeOperation(operation: ApiOperation, schemas: Schemas, problem: JsonObject): JsonObject {
  const { id, summary, role, parameters = [], body, status, answer, stream, problems = [] } = operation;
  const content = {
    ...(answer && { 'application/json': { schema: addSchema(schemas, `${id}.answer`, answer, 'output') } }),
    ...(stream !== undefined && { 'text/event-stream': { schema: { type: 'string', description: stream } } }),
  };
  const problemAnswer = {
    description: 'A problem that says what is wrong, where, and how to fix it',
    content: { 'application/problem+json': { schema: problem } },
  };
  return {
    operationId: id,
    summary,
    ...(role === 'anyone' ? { security: [] } : { description: `For callers who are at least ${role}.` }),
    ...(parameters.length > 0 && {
      parameters: parameters.map(({ schema, ...parameter }) => ({
        ...parameter,
        required: parameter.in === 'path',
        schema: addSchema(schemas, `${id}.${parameter.name}`, schema, 'input'),
      })),
    }),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: addSchema(schemas, `${id}.body`, body, 'input') } },
      },
    }),
    responses: {
      [status]: { description: summary, ...(Object.keys(content).length > 0 && { content }) },
      ...Object.fromEntries(
        [400, ...(role === 'anyone' ? [] : [401]), 403, ...problems, 500].map((code) => [code, problemAnswer]),
      ),
    },
  };
}

/**
 * The JSON Schema of `schema`. One that refers to parts of itself goes into `schemas` with its parts, because a
 * reference leads from the root of the document.
 */
function addSchema(schemas: Schemas, name: string, schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  // A JSON Schema is JSON; zod types it by keyword instead.
  const { $schema: _, $defs = {}, ...root } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as JsonObject;
  if (!JSON.stringify([root, $defs]).includes('"$ref":"#')) return root;
  schemas[name] = withReferences(root, name);
  for (const [part, definition] of Object.entries($defs ?? {})) {
    schemas[`${name}.${part}`] = withReferences(definition, name);
  }
  return { $ref: `#/components/schemas/${name}` };
}

function withReferences(schema: Json, name: string): Json {
  if (Array.isArray(schema)) return schema.map((item) => withReferences(item, name));
  if (!isJsonObject(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => {
      if (key !== '$ref' || typeof value !== 'string') return [key, withReferences(value, name)];
      const part = value.replace(/^#(?:\/\$defs\/)?/, '');
      return [key, `#/components/schemas/${part === '' ? name : `${name}.${part}`}`];
    }),
  );
}
