import {
  isJsonObject,
  JmespathError,
  type Json,
  JsonValue,
  jsonField,
  searchJmespath,
} from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { type ComponentContext, defineComponent } from '../component.ts';
import { ComponentError } from '../errors.ts';

const Config = z
  .strictObject({
    data: jsonField({
      title: 'Data',
      description: 'The value to transform.',
      examples: ['{{input}}', '{{stages.fetch.output.body}}'],
    }).default(null),
    expression: z
      .string()
      .min(1)
      .optional()
      .meta({
        title: 'Expression',
        description: 'JMESPath over the data. Not a template: what stands in braces is JMESPath.',
        examples: ['{service: payload.source, severity: payload.severity}'],
      }),
    mapping: z
      .record(z.string(), jsonField({ title: 'Value', description: 'A template, or any value with templates in it.' }))
      .optional()
      .meta({
        title: 'Mapping',
        description: 'Instead of an expression: a template for each key of the result; `data` is the data.',
        examples: [{ service: '{{data.payload.source}}', started_at: '{{execution.started_at}}' }],
      }),
    defaults: z
      .record(z.string(), jsonField({ title: 'Value', description: 'Any value.' }))
      .default({})
      .meta({
        title: 'Defaults',
        description: 'Values for keys of the result that are missing or null, also in objects inside it.',
        examples: [{ severity: 'unknown' }],
      }),
  })
  .superRefine(({ expression, mapping }, context) => {
    if ((expression === undefined) === (mapping === undefined)) {
      const message = mapping ? 'cannot stand beside `mapping`: keep one of them' : 'is required, or `mapping`';
      context.addIssue({ code: 'custom', path: ['expression'], message });
    }
  });

/** Turns one value into another, by a JMESPath expression or by a template for each key. The result is the output itself. */
export const jsonTransform = defineComponent({
  name: 'json_transform',
  title: 'Transform JSON',
  description: 'Picks and reshapes values with JMESPath, or with a template for each key.',
  category: 'data',
  icon: 'braces',
  effect: 'none',
  config: Config,
  output: JsonValue.meta({ title: 'Result', description: 'What the expression or the mapping gives.' }),
  fields: {
    data: { policy: 'lenient' },
    expression: { policy: 'raw' },
    mapping: { policy: 'lenient', roots: ['data'] },
    defaults: { policy: 'lenient' },
  },
  failures: [
    { type: 'TRANSFORMATION', when: 'the expression cannot be read or applied' },
    { type: 'EXPRESSION', when: 'a template of the mapping fails' },
    { type: 'LIMIT', when: 'the expression is too much work' },
  ],
  async execute({ data, expression, mapping, defaults }, context) {
    const result = mapping ? evaluateAll(mapping, data, context) : search(expression ?? '@', data);
    return withDefaults(result, defaults);
  },
});

function search(expression: string, data: Json): Json {
  try {
    return searchJmespath(expression, data);
  } catch (error) {
    if (!(error instanceof JmespathError)) throw error;
    const type = error.kind === 'limit' ? 'LIMIT' : 'TRANSFORMATION';
    throw new ComponentError(type, `config.expression failed: ${error.message}`, {
      details: { expression, at: error.at ?? null, kind: error.kind },
      retryable: false,
      cause: error,
    });
  }
}

/** Evaluates each text inside `value`; the result of a template is never looked into again. */
function evaluateAll(value: Json, data: Json, context: ComponentContext): Json {
  if (typeof value === 'string') return context.evaluate(value, 'lenient', { data });
  if (Array.isArray(value)) return value.map((item: Json) => evaluateAll(item, data, context));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, evaluateAll(item, data, context)]));
}

/** `value` with what is missing or null in it taken from `defaults`; a value that is no object keeps none of them. */
function withDefaults(value: Json, defaults: Json): Json {
  if (value === null) return isJsonObject(defaults) && Object.keys(defaults).length === 0 ? null : defaults;
  if (!isJsonObject(value) || !isJsonObject(defaults)) return value;
  const filled = Object.entries(defaults).map(([key, fallback]): [string, Json] => {
    const own = Object.hasOwn(value, key) ? value[key] : undefined;
    return [key, own === undefined ? fallback : withDefaults(own, fallback)];
  });
  return { ...value, ...Object.fromEntries(filled) };
}
