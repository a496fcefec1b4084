import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { API_OPERATIONS } from './api-operations.ts';
import { openApiDocument } from './openapi-document.ts';

const document = openApiDocument('1.2.3');

function referencesIn(value: Json | undefined): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    key === '$ref' && typeof child === 'string' ? [child] : referencesIn(child),
  );
}

function resolve(reference: string): Json | undefined {
  let at: Json | undefined = document;
  for (const key of reference.replace(/^#\//, '').split('/')) at = isJsonObject(at) ? at[key] : undefined;
  return at;
}

describe('openApiDocument', () => {
  it('names its version and that of the API', () => {
    expect(document).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' }, servers: [{ url: '/api/v1' }] });
  });

  it('describes every operation once', () => {
    const paths = isJsonObject(document['paths']) ? document['paths'] : {};
    const ids = Object.values(paths).flatMap((path) => (isJsonObject(path) ? Object.values(path) : []));
    expect(ids.map((operation) => (isJsonObject(operation) ? operation['operationId'] : undefined)).toSorted()).toEqual(
      API_OPERATIONS.map(({ id }) => id).toSorted(),
    );
  });

  it('has only references that lead somewhere', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(5);
    expect(references.filter((reference) => resolve(reference) === undefined)).toEqual([]);
  });
});
