import { z } from 'zod';
import type { Arm, ArmRole, ComponentCatalog, ComponentDescription } from './component.ts';
import { isJsonObject, type Json, type JsonObject, jsonItems } from './json.ts';

/** For tests only: descriptions of the components that documents need most, as the engine's catalog has them. */

const StageList = z.array(z.string());
const Value = z.json();

type Given = Pick<ComponentDescription, 'name' | 'config'> & Partial<ComponentDescription>;

function describe(given: Given): readonly [string, ComponentDescription] {
  const rest = {
    description: given.name,
    category: 'data',
    icon: 'box',
    output: Value,
    fields: {},
    effect: 'none',
  } as const;
  return [given.name, { title: given.name, ...rest, ...given }];
}

function listArm(config: JsonObject, key: string, role: ArmRole, name = key): Arm {
  return { name, role, pointer: `/${key}`, stages: idsIn(config[key]) };
}

function idsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  return jsonItems(value).filter((item): item is string => typeof item === 'string');
}

function routerArms(config: JsonObject): Arm[] {
  const { routes } = config;
  const fallback = config['default'] === undefined ? [] : [listArm(config, 'default', 'branch')];
  if (!isJsonObject(routes)) {
    const arms = jsonItems(routes).flatMap((route, index): Arm[] => {
      if (!isJsonObject(route)) return [];
      const name = typeof route['name'] === 'string' ? route['name'] : `route ${index + 1}`;
      return [{ name, role: 'branch', pointer: `/routes/${index}/stages`, stages: idsIn(route['stages']) }];
    });
    return [...arms, ...fallback];
  }
  const arms = Object.entries(routes).map(([name, stages]): Arm => {
    const pointer = `/routes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    return { name, role: 'branch', pointer, stages: idsIn(stages) };
  });
  return [...arms, ...fallback];
}

const Condition = z.union([z.boolean(), z.string()]);

/** The catalog that the tests of this package read documents with. */
export const testCatalog: ComponentCatalog = new Map([
  describe({
    name: 'http_request',
    category: 'request',
    effect: 'http',
    config: z.strictObject({
      url: z.string().min(1).meta({ title: 'URL', description: 'Address to call' }),
      method: z.enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
      headers: z.record(z.string(), z.string()).default({}),
      query_params: z.record(z.string(), Value).default({}),
      body: Value.optional(),
      expect_status: z.union([z.int(), z.string(), z.array(z.int())]).default('200-299'),
      follow_redirects: z.boolean().default(false),
      max_response_bytes: z.int().positive().default(1_048_576),
    }),
    fields: {
      url: { policy: 'url' },
      method: { policy: 'strict' },
      headers: { policy: 'header' },
      query_params: { policy: 'query' },
      body: { policy: 'body' },
    },
  }),
  describe({
    name: 'conditional',
    category: 'control',
    config: z.strictObject({ condition: Condition, if_true: StageList.default([]), if_false: StageList.default([]) }),
    fields: { condition: { policy: 'condition' }, if_true: { policy: 'raw' }, if_false: { policy: 'raw' } },
    arms: (config) => [listArm(config, 'if_true', 'branch', 'true'), listArm(config, 'if_false', 'branch', 'false')],
  }),
  describe({
    name: 'router',
    category: 'control',
    config: z.strictObject({
      routes: z.union([
        z.array(z.strictObject({ name: z.string(), condition: Condition, stages: StageList.default([]) })),
        z.record(z.string(), StageList),
      ]),
      value: Value.optional(),
      default: StageList.optional(),
    }),
    fields: { routes: { policy: 'condition' }, value: { policy: 'lenient' }, default: { policy: 'raw' } },
    arms: routerArms,
  }),
  describe({
    name: 'trycatch',
    category: 'control',
    config: z.strictObject({
      try: StageList,
      catch: StageList.default([]),
      finally: StageList.default([]),
      parallel: z.boolean().default(false),
      error_scope: z.enum(['propagate', 'continue']).default('propagate'),
      catch_error_types: z.array(z.string()).optional(),
    }),
    fields: { try: { policy: 'raw' }, catch: { policy: 'raw' }, finally: { policy: 'raw' } },
    arms: (config) => [
      listArm(config, 'try', 'try'),
      listArm(config, 'catch', 'catch'),
      listArm(config, 'finally', 'finally'),
    ],
  }),
  describe({
    name: 'foreach',
    category: 'control',
    config: z.strictObject({
      items: z.array(Value),
      stages: StageList,
      item_variable: z.string().default('item'),
      index_variable: z.string().default('index'),
      parallel: z.boolean().default(false),
      max_parallel: z.int().min(1).max(100).default(5),
      break_on_error: z.boolean().default(true),
    }),
    fields: { items: { policy: 'lenient' }, stages: { policy: 'raw' } },
    arms: (config) => [listArm(config, 'stages', 'body', 'body')],
  }),
  describe({
    name: 'generator',
    category: 'model',
    effect: 'model',
    config: z.strictObject({
      model: z.string().min(1),
      prompt: z.string().min(1),
      system_prompt: z.string().optional(),
      temperature: z.number().min(0).max(2).optional(),
      max_tokens: z.int().positive().optional(),
      output_format: z.enum(['text', 'json']).default('text'),
      output_schema: z.record(z.string(), Value).optional(),
    }),
    fields: {
      prompt: { policy: 'lenient', secrets: 'refuse' },
      system_prompt: { policy: 'lenient', secrets: 'refuse' },
      output_schema: { policy: 'raw' },
    },
  }),
  describe({
    name: 'logger',
    category: 'flow',
    config: z.strictObject({
      message: z.string(),
      level: z.enum(['debug', 'info', 'warning', 'error']).default('info'),
      data: Value.optional(),
    }),
    fields: { message: { policy: 'lenient', secrets: 'refuse' }, data: { policy: 'lenient', secrets: 'refuse' } },
  }),
  describe({
    name: 'json_transform',
    config: z.strictObject({
      data: Value.default(null),
      expression: z.string().min(1).optional(),
      mapping: z.record(z.string(), Value).optional(),
      defaults: z.record(z.string(), Value).default({}),
    }),
    fields: {
      data: { policy: 'lenient' },
      expression: { policy: 'raw' },
      mapping: { policy: 'lenient', roots: ['data'] },
    },
  }),
  describe({
    name: 'filter',
    config: z.strictObject({
      data: Value,
      condition: Condition,
      on_fail: z.enum(['continue', 'skip', 'fail']).default('continue'),
    }),
    fields: { data: { policy: 'lenient' }, condition: { policy: 'condition', roots: ['item', 'index', 'data'] } },
  }),
  describe({
    name: 'schema_validate',
    config: z.strictObject({
      data: Value,
      schema: z.record(z.string(), Value),
      on_invalid: z.enum(['fail', 'continue']).default('fail'),
    }),
    fields: { data: { policy: 'lenient' }, schema: { policy: 'raw' } },
  }),
]);
