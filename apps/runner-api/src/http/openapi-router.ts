import { type JsonObject, Problem } from '@flowmason/pipeline-schema';
import { Router } from 'express';
import { z } from 'zod';
import { API_OPERATIONS, type ApiOperation } from './api-operations.ts';

/** The API's description, OpenAPI 3.1; made on the first request. */
export function openApiRouter(version: string): Router {
  let document: JsonObject | undefined;
  const router = Router();
  router.get('/', (_req, res) => {
    document ??= openApiDocument(version);
    res.json(document);
  });
  return router;
}

/** The API as an OpenAPI 3.1 document, its schemas taken from those that check requests. */
export function openApiDocument(version: string): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const operation of API_OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describeOperation(operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'FlowMason runner', version, description: 'Starts, follows and ends runs of pipelines.' },
    servers: [{ url: '/api/v1' }],
    paths,
    components: { schemas: { Problem: schemaOf(Problem, 'output') } },
  };
}

function describeOperation(operation: ApiOperation): JsonObject {
  const { id, summary, parameters = [], body, status, answer, stream, problems = [] } = operation;
  const content = {
    ...(answer && { 'application/json': { schema: schemaOf(answer, 'output') } }),
    ...(stream !== undefined && { 'text/event-stream': { schema: { type: 'string', description: stream } } }),
  };
  return {
    operationId: id,
    summary,
    ...(parameters.length > 0 && {
      parameters: parameters.map(({ schema, ...parameter }) => ({
        ...parameter,
        required: parameter.in === 'path',
        schema: schemaOf(schema, 'input'),
      })),
    }),
    ...(body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } },
    }),
    responses: {
      [status]: { description: summary, ...(Object.keys(content).length > 0 && { content }) },
      ...Object.fromEntries([400, 403, ...problems, 500].map((code) => [code, PROBLEM_ANSWER])),
    },
  };
}

const PROBLEM_ANSWER: JsonObject = {
  description: 'A problem that says what is wrong, where, and how to fix it',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  // Definitions are kept inside each schema, where its references lead; a JSON Schema is JSON, zod types it by keyword.
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest as JsonObject;
}
