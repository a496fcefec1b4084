import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Field } from './field.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type JsonObject = { readonly [key: string]: Json };

/** One stage as a person would be told to make it. */
export interface StagePlan {
  readonly id: string;
  /** The title under which the component stands in the palette. */
  readonly component: string;
  readonly waitsFor: readonly string[];
  /** The outcomes and lists that it stands in. */
  readonly standsIn: readonly { readonly owner: string; readonly arm: string; readonly isScope: boolean }[];
  /** What is filled in in its panel, from top to bottom. */
  readonly fields: readonly Field[];
}

/** A pipeline as a list of things to do on an empty canvas. */
export interface Blueprint {
  readonly name: string;
  /** What is filled in in the panel of the pipeline, from top to bottom. */
  readonly fields: readonly Field[];
  readonly stages: readonly StagePlan[];
}

const PIPELINES = join(import.meta.dirname, '../../pipelines');

/** The text of a pipeline that is shipped. */
export function shippedText(name: string): string {
  return readFileSync(join(PIPELINES, `${name}.pipeline.json`), 'utf8');
}

/** How to build the pipeline that this text describes from nothing. */
export function blueprintOf(text: string): Blueprint {
  const document: JsonObject = JSON.parse(text);
  const stages = listOf(document['stages']).map(objectOf);
  return {
    name: String(document['name']),
    fields: documentFields(document),
    stages: stages.map((stage) => toPlan(stage, stages)),
  };
}

function documentFields(document: JsonObject): readonly Field[] {
  return [
    text('Version', document['version']),
    text('Description', document['description']),
    text('Category', document['category']),
    text('Difficulty', document['difficulty']),
    text('Tags', listOf(document['tags']).join(', ')),
    text('Run timeout', `${objectOf(document['settings'])['timeout_ms']} ms`),
    { kind: 'json', label: 'Input schema', toggle: 'Input schema as JSON', text: pretty(document['input_schema']) },
    text('Sample input', pretty(document['sample_input'])),
    ...rowsOf('Output mapping', objectOf(document['output_mapping'])),
  ];
}

function toPlan(stage: JsonObject, all: readonly JsonObject[]): StagePlan {
  const id = String(stage['id']);
  const component = String(stage['component']);
  return {
    id,
    component: COMPONENT_TITLES[component] ?? component,
    waitsFor: listOf(stage['depends_on']).map(String),
    standsIn: all.flatMap((owner) =>
      armsOf(owner)
        .filter(({ members }) => members.includes(id))
        .map(({ arm }) => ({ owner: String(owner['id']), arm, isScope: owner['component'] === 'trycatch' })),
    ),
    fields: stageFields(stage, component),
  };
}

function stageFields(stage: JsonObject, component: string): readonly Field[] {
  const config = objectOf(stage['config']);
  const settings = Object.entries(SETTINGS[component] ?? {}).flatMap(([key, toField]) =>
    // What a new stage begins with is taken away where the plan has nothing.
    config[key] === undefined && !STARTED_WITH.has(`${component} ${key}`) ? [] : [toField(config[key])],
  );
  return [text('Description', stage['description']), ...settings, ...behaviourFields(stage)];
}

/** When it is tried again and what becomes of a failure; the order is that of the panel. */
function behaviourFields(stage: JsonObject): readonly Field[] {
  const {
    join: joined,
    retry,
    timeout_ms: timeoutMs,
    on_error: onError,
    idempotent,
    on_interrupt: onInterrupt,
  } = stage;
  const fields: Field[] = [];
  if (joined !== undefined) fields.push({ kind: 'choice', label: 'Join', option: String(joined) });
  if (retry !== undefined) fields.push(...retryFields(objectOf(retry)));
  if (timeoutMs !== undefined) fields.push(text('Timeout', `${Number(timeoutMs) / 1_000} s`));
  if (onError !== undefined) fields.push({ kind: 'choice', label: 'On error', option: String(onError) });
  if (idempotent !== undefined) fields.push({ kind: 'tick', label: 'Idempotent' });
  if (onInterrupt !== undefined) fields.push({ kind: 'choice', label: 'After a crash', option: String(onInterrupt) });
  return fields;
}

function retryFields({ max_attempts: attempts, delay_seconds: delay, condition }: JsonObject): readonly Field[] {
  return [
    { kind: 'press', label: 'Add retry' },
    ...(condition === undefined ? [] : [text('Try again while', condition)]),
    text('Max attempts', attempts),
    ...(delay === undefined ? [] : [text('Delay', delay)]),
  ];
}

/** The lists in which a stage names others. */
function armsOf(owner: JsonObject): readonly { arm: string; members: readonly Json[] }[] {
  const config = objectOf(owner['config']);
  switch (owner['component']) {
    case 'conditional':
      return [
        { arm: 'true', members: listOf(config['if_true']) },
        { arm: 'false', members: listOf(config['if_false']) },
      ];
    case 'router':
      return listOf(config['routes'])
        .map(objectOf)
        .map(({ name, stages }) => ({ arm: String(name), members: listOf(stages) }));
    case 'trycatch':
      return ['try', 'catch', 'finally'].map((arm) => ({ arm, members: listOf(config[arm]) }));
    default:
      return [];
  }
}

const COMPONENT_TITLES: Readonly<Record<string, string>> = {
  http_request: 'HTTP request',
  logger: 'Log',
  conditional: 'Condition',
  router: 'Router',
  trycatch: 'Try, catch, finally',
  generator: 'Generate',
  json_transform: 'Transform JSON',
};

/** Settings that a stage has from the start, so that it is complete. */
const STARTED_WITH: ReadonlySet<string> = new Set(['router default', 'json_transform expression']);

type ToField = (value: Json | undefined) => Field;

const asText =
  (label: string): ToField =>
  (value) =>
    text(label, value);
const asJson =
  (label: string): ToField =>
  (value) => ({ kind: 'json', label, text: pretty(value) });
const asTable =
  (label: string): ToField =>
  (value) => ({ kind: 'json', label, toggle: `${label} as JSON`, text: pretty(value) });
const asChoice =
  (label: string): ToField =>
  (value) => ({ kind: 'choice', label, option: String(value) });

/** The settings of each component in the order of its form; lists of stages are drawn as lines. */
const SETTINGS: Readonly<Record<string, Readonly<Record<string, ToField>>>> = {
  http_request: {
    url: asText('URL'),
    method: asChoice('Method'),
    headers: asTable('Headers'),
    query_params: asTable('Query parameters'),
    body: asJson('Body'),
  },
  logger: { message: asText('Message'), level: asChoice('Level') },
  conditional: { condition: asText('Condition') },
  router: {
    routes: (routes) => ({
      kind: 'json',
      label: 'Routes',
      toggle: 'Routes as JSON',
      text: pretty(listOf(routes).map((route) => ({ ...objectOf(route), stages: [] }))),
    }),
    default: asTable('Default'),
  },
  trycatch: {},
  generator: {
    model: asText('Model'),
    prompt: asText('Prompt'),
    system_prompt: asText('System prompt'),
    temperature: asText('Temperature'),
    max_tokens: asText('Most tokens'),
    output_format: asChoice('Answer format'),
    output_schema: asJson('Answer schema'),
  },
  json_transform: {
    data: asJson('Data'),
    expression: asText('Expression'),
    mapping: asTable('Mapping'),
  },
};

function rowsOf(label: string, mapping: JsonObject): readonly Field[] {
  return Object.entries(mapping).map(([key, value], index) => ({
    kind: 'row',
    table: label,
    position: index + 1,
    key,
    value: typeof value === 'string' ? value : pretty(value),
    isJson: typeof value !== 'string',
  }));
}

function text(label: string, value: Json | undefined): Field {
  return { kind: 'text', label, text: pretty(value) };
}

/** As it is written into a field: a text as it is, also a template in a field for JSON; nothing as nothing. */
function pretty(value: Json | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}; // told apart above
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
