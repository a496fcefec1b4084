import type { ComponentCatalog, ComponentDescription } from './component.ts';
import { configAliases } from './dialects/config-aliases.ts';
import { configSchemaOf } from './dialects/config-keys.ts';
import { PIPELINE_SCHEMA_URL } from './format-pipeline.ts';
import { STAGE_ID_PATTERN } from './ids.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { CONCURRENCY_POLICIES } from './pipeline.ts';

/**
 * The JSON Schema (Draft 7, which editors know best) of pipeline documents with these components: for completion, hovers
 * and a first check while typing. It lets every dialect pass that is read, and a template wherever a value may stand;
 * `readPipeline` has the last word.
 */
export function pipelineJsonSchema(components: ComponentCatalog): JsonObject {
  const list = [...components.values()];
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: PIPELINE_SCHEMA_URL,
    title: 'FlowMason pipeline',
    description: 'A directed acyclic graph of stages.',
    type: 'object',
    required: ['name', 'version', 'stages'],
    properties: {
      $schema: { type: 'string', description: 'Where this schema is found.' },
      ...texts({
        name: 'What people and `fm run` call the pipeline.',
        version: 'Version of this document, such as 1.0.0.',
        description: 'What the pipeline does.',
        category: 'Where the gallery shows it.',
        difficulty: 'How hard it is to understand.',
      }),
      tags: { type: 'array', items: { type: 'string' }, description: 'Words to find it by.' },
      input_schema: {
        type: 'object',
        description: 'JSON Schema (2020-12 or Draft 7) of the input; defaults are applied.',
      },
      output_schema: { type: 'object', description: 'JSON Schema of the output.' },
      sample_input: { description: 'An input to try the pipeline with.' },
      settings: { $ref: '#/definitions/settings' },
      stages: {
        type: 'array',
        maxItems: 10_000,
        items: { $ref: '#/definitions/stage' },
        description: 'The steps; their order in the file does not matter outside scopes.',
      },
      output_mapping: {
        type: 'object',
        description: 'Templates that make the output when the run ends, failed runs included.',
        additionalProperties: true,
      },
      output_stage_id: { type: 'string', description: 'The stage whose output is the output of the run.' },
      layout: {
        type: 'object',
        description: 'Positions of the stages that a person has moved.',
        additionalProperties: PAIR,
      },
      notes: {
        type: 'array',
        items: { $ref: '#/definitions/note' },
        description: 'Texts that lie on the canvas; they mean nothing to a run.',
      },
    },
    definitions: {
      template: TEMPLATE,
      settings: SETTINGS,
      retry: RETRY,
      note: NOTE,
      stage: stageSchema(list),
      ...Object.fromEntries(list.flatMap(configDefinitions)),
    },
  };
}

const TEMPLATE: JsonObject = {
  type: 'string',
  pattern: '\\{\\{',
  title: 'Template',
  description: 'A text with {{ expressions }}; exactly one keeps the type of its value.',
};

const DURATION: JsonObject = {
  anyOf: [{ type: 'integer', minimum: 1 }, { type: 'string' }],
  description: 'As `timeout_ms`, with a unit ("30s", "5m"); a bare number below 1000 is seconds.',
};

const PAIR: JsonObject = { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 };

const NOTE: JsonObject = {
  type: 'object',
  required: ['id', 'text', 'position'],
  properties: {
    id: { type: 'string', description: 'Unique among the notes.' },
    text: { type: 'string', description: 'What the note says.' },
    position: { ...PAIR, description: 'Where it lies.' },
    size: { ...PAIR, default: [220, 120], description: 'Width and height in px.' },
  },
};

const SETTINGS: JsonObject = {
  type: 'object',
  description: 'How runs of this pipeline behave.',
  properties: {
    max_parallel: { type: 'integer', minimum: 1, maximum: 100, default: 10, description: 'Stages that run at once.' },
    on_failure: {
      enum: ['stop', 'finish'],
      default: 'stop',
      description: 'After an unhandled failure: start nothing else, or let independent branches go on.',
    },
    timeout_ms: { type: 'integer', minimum: 1, description: 'Time of the whole run.' },
    concurrency: {
      type: 'object',
      description: 'Runs that must not overlap: those with the same key take turns.',
      required: ['key'],
      properties: {
        key: {
          type: 'string',
          minLength: 1,
          description: 'A template over input and env; pipelines that make the same text share their turns.',
          examples: ['{{input.service}}:{{input.environment}}'],
        },
        policy: {
          enum: [...CONCURRENCY_POLICIES],
          default: 'queue',
          description:
            'While others have the turn: wait, be refused, end those before it (finally runs), or be recorded as cancelled.',
        },
        limit: { type: 'integer', minimum: 1, maximum: 100, default: 1, description: 'Runs of the key at once.' },
      },
    },
  },
};

const RETRY: JsonObject = {
  type: 'object',
  description: 'How often and how a stage is tried again.',
  properties: {
    max_attempts: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 3,
      description: 'All attempts, the first one included.',
    },
    delay_seconds: { type: 'number', minimum: 0, default: 1, description: 'Wait before the second attempt.' },
    backoff: {
      anyOf: [{ type: 'number', minimum: 1 }, { enum: ['fixed', 'exponential'] }],
      description: 'Factor from one wait to the next: 2, or 1 with a condition. "fixed" is 1, "exponential" 2.',
    },
    max_delay_seconds: { type: 'number', minimum: 0, default: 60, description: 'No wait is longer.' },
    jitter: { type: 'boolean', description: 'Whether waits vary at random: true, or false with a condition.' },
    condition: { type: 'string', description: 'A template over `output`; true means: try again.' },
    on_exhausted: {
      enum: ['fail', 'continue'],
      default: 'fail',
      description: 'After the last attempt: fail, or succeed with the last output.',
    },
  },
};

function stageSchema(components: readonly ComponentDescription[]): JsonObject {
  const component: JsonObject = {
    anyOf: [{ enum: components.map(({ name }) => name) }, { type: 'string' }],
    description: 'What the stage does.',
  };
  return {
    type: 'object',
    required: ['id'],
    properties: {
      id: { type: 'string', pattern: STAGE_ID_PATTERN.source, description: 'Unique in the document, ignoring case.' },
      ...texts({ name: 'Shown instead of the id.', description: 'What the stage is for.' }),
      component,
      component_type: component,
      depends_on: {
        anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }],
        description: 'Stages that must have settled before this one starts.',
      },
      join: {
        enum: ['any', 'all', 'always'],
        default: 'any',
        description: 'Runs when one dependency succeeded and none failed, when all succeeded, or whatever happened.',
      },
      config: { type: 'object', description: 'The settings of the component.' },
      retry: { $ref: '#/definitions/retry' },
      timeout_ms: { type: 'integer', minimum: 1, description: 'Time of one attempt.' },
      timeout: DURATION,
      deadline_ms: { type: 'integer', minimum: 1, description: 'Time of all attempts together.' },
      on_error: {
        enum: ['fail', 'continue'],
        default: 'fail',
        description: '`continue` tolerates a failure: output null, dependents run.',
      },
      idempotent: { type: 'boolean', description: 'Sending it twice does no harm; decides on retries and restarts.' },
      on_interrupt: { enum: ['retry', 'fail'], description: 'What happens when a crash interrupts it.' },
      disabled: { type: 'boolean', default: false, description: 'Passed through; its dependents run.' },
    },
    allOf: components.map(({ name }) => ({
      if: {
        properties: { component: { enum: [...new Set([name, name.replaceAll('_', '-')])] } },
        required: ['component'],
      },
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
      then: { properties: { config: { $ref: `#/definitions/config_${name}` } } },
    })),
  };
}

function configDefinitions(component: ComponentDescription): readonly (readonly [string, Json])[] {
  const { definitions, $schema: _, ...schema } = configSchemaOf(component);
  const prefix = `config_${component.name}`;
  const own = Object.entries(isJsonObject(definitions) ? definitions : {});
  const config = withTemplates(schema, prefix, true);
  const withAliases = isJsonObject(config)
    ? { ...config, properties: withAliasKeys(component.name, config['properties']) }
    : config;
  return [
    [
      prefix,
      { title: component.title, description: component.description, ...(isJsonObject(withAliases) ? withAliases : {}) },
    ],
    ...own.map(([key, each]) => [`${prefix}_${key}`, withTemplates(each, prefix, true)] as const),
  ];
}

function withAliasKeys(component: string, properties: Json | undefined): JsonObject {
  const known = isJsonObject(properties) ? properties : {};
  const aliases = configAliases(component).flatMap(({ alias, key }) => {
    const schema = known[key];
    return schema === undefined ? [] : [[alias, schema] as const];
  });
  return { ...known, ...Object.fromEntries(aliases) };
}

/**
 * `schema` with a template as an alternative to every value that is not any text anyway. Unknown keys pass, because they
 * may be another dialect's; `isRoot` is for what a template cannot replace as a whole.
 */
function withTemplates(schema: Json, prefix: string, isRoot = false): Json {
  if (Array.isArray(schema)) return schema.map((each: Json) => withTemplates(each, prefix));
  if (!isJsonObject(schema)) return schema;
  const inner = Object.fromEntries(Object.entries(schema).flatMap(([key, value]) => rewritten(key, value, prefix)));
  const isAnyText = inner['type'] === 'string' && !['enum', 'pattern', 'format', 'const'].some((key) => key in inner);
  const says = ['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf'].some((key) => key in inner);
  if (isRoot || isAnyText || !says) return inner;
  const { title, description, default: fallback, examples, ...rest } = inner;
  const about = { title, description, default: fallback, examples };
  const kept = Object.fromEntries(Object.entries(about).filter(([, value]) => value !== undefined));
  return { ...kept, anyOf: [rest, { $ref: '#/definitions/template' }] };
}

function rewritten(key: string, value: Json, prefix: string): (readonly [string, Json])[] {
  if (key === 'additionalProperties' && value === false) return [];
  if (key === '$ref' && typeof value === 'string') {
    return [
      [key, value === '#' ? `#/definitions/${prefix}` : value.replace('#/definitions/', `#/definitions/${prefix}_`)],
    ];
  }
  if (key === 'properties' && isJsonObject(value)) {
    return [
      [key, Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTemplates(each, prefix)]))],
    ];
  }
  // The alternatives of a value are no values of their own.
  if (['anyOf', 'oneOf', 'allOf'].includes(key) && Array.isArray(value)) {
    return [[key, value.map((each: Json) => withTemplates(each, prefix, true))]];
  }
  const isSchema = ['items', 'additionalProperties', 'not'].includes(key);
  return [[key, isSchema ? withTemplates(value, prefix) : value]];
}

function texts(described: Readonly<Record<string, string>>): JsonObject {
  return Object.fromEntries(
    Object.entries(described).map(([key, description]) => [key, { type: 'string', description }]),
  );
}
