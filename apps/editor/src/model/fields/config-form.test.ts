import { builtinComponents } from '@flowmason/engine';
import { describe, expect, it } from 'vitest';
import { configForm } from './config-form.ts';

/** What each setting of each component is edited with. */
const CONTROLS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  http_request: {
    url: 'text',
    method: 'choice',
    headers: 'table',
    query_params: 'table',
    body: 'json',
    expect_status: 'scalar',
    follow_redirects: 'boolean',
    max_response_bytes: 'number',
  },
  generator: {
    model: 'text',
    prompt: 'text',
    system_prompt: 'text',
    temperature: 'number',
    max_tokens: 'number',
    output_format: 'choice',
    output_schema: 'schema',
  },
  conditional: { condition: 'condition', if_true: 'stages', if_false: 'stages' },
  router: { routes: 'routes', value: 'json', default: 'stages' },
  trycatch: {
    try: 'stages',
    catch: 'stages',
    finally: 'stages',
    error_scope: 'choice',
    catch_error_types: 'choices',
    parallel: 'boolean',
  },
  foreach: {
    items: 'json',
    stages: 'stages',
    item_variable: 'text',
    index_variable: 'text',
    parallel: 'boolean',
    max_parallel: 'number',
    break_on_error: 'boolean',
  },
  subpipeline: { pipeline: 'text', input: 'json' },
  return: { value: 'json', status: 'choice' },
  json_transform: { data: 'json', expression: 'jmespath', mapping: 'table', defaults: 'table' },
  filter: { data: 'json', condition: 'condition', on_fail: 'choice' },
  schema_validate: { data: 'json', schema: 'schema', on_invalid: 'choice' },
  variable_set: { name: 'text', value: 'json', variables: 'table' },
  loop: { items: 'json', batch_size: 'number' },
  logger: { message: 'text', level: 'choice', data: 'json' },
};

describe('configForm', () => {
  it.each([...builtinComponents.keys()])('has a control for every setting of %s', (component) => {
    const controls = configForm(component, {}).fields.map(({ key, control }) => [key, control.kind] as const);
    expect(Object.fromEntries(controls)).toEqual(CONTROLS[component]);
  });

  it.each([...builtinComponents.keys()])('has a title and a help for every setting of %s', (component) => {
    const untold = configForm(component, {}).fields.filter(({ title, description }) => !title || !description);
    expect(untold).toEqual([]);
  });

  it('tells what is required, what holds while it is absent, and what could stand there', () => {
    const [url, method] = configForm('http_request', {}).fields;
    expect([url?.isRequired, url?.placeholder, method?.isRequired, method?.usual, method?.placeholder]).toEqual([
      true,
      'https://api.example.com/deployments/{{input.service}}',
      false,
      'GET',
      'GET',
    ]);
  });

  it('bounds numbers as the schema does, with their unit', () => {
    const size = configForm('http_request', {}).fields.find(({ key }) => key === 'max_response_bytes');
    expect(size?.control).toEqual({
      kind: 'number',
      isInteger: true,
      minimum: 1,
      maximum: 10 * 1024 * 1024,
      unit: 'bytes',
    });
  });

  it('keeps the keys that the component does not know', () => {
    expect(configForm('logger', { message: 'm', colour: 'red' }).unknownKeys).toEqual(['colour']);
  });

  it('takes every key of an unknown component as it is', () => {
    expect(configForm('quantum', { spin: 1 })).toEqual({ fields: [], unknownKeys: ['spin'] });
  });
});
