import { compileJsonSchema, type Json, JsonSchemaError, JsonValue, jsonField } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { defineComponent } from '../component.ts';
import { ComponentError } from '../errors.ts';

const Config = z.strictObject({
  data: jsonField({ title: 'Data', description: 'The value to check.', examples: ['{{stages.fetch.output.body}}'] }),
  schema: z.record(z.string(), jsonField({ title: 'Keyword', description: 'A keyword of JSON Schema.' })).meta({
    title: 'Schema',
    description: 'JSON Schema, 2020-12 unless its $schema says draft-07.',
    examples: [{ type: 'object', required: ['id'], properties: { id: { type: 'integer' } } }],
  }),
  on_invalid: z
    .enum(['fail', 'continue'])
    .default('fail')
    .meta({
      title: 'If invalid',
      description: '"fail" fails the stage with VALIDATION, "continue" succeeds with valid: false.',
      examples: ['continue'],
    }),
});

/** Checks a value against a JSON Schema; the value itself is handed on unchanged. */
export const schemaValidate = defineComponent({
  name: 'schema_validate',
  title: 'Check against a schema',
  description: 'Checks a value against a JSON Schema.',
  category: 'data',
  icon: 'shield-check',
  effect: 'none',
  config: Config,
  output: z.strictObject({
    valid: z.boolean().meta({ title: 'Valid', description: 'True when the data fits the schema.' }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().meta({ title: 'Place', description: 'JSON pointer into the data; empty for all of it.' }),
          message: z.string().meta({ title: 'Message', description: 'What is wrong there.' }),
        }),
      )
      .meta({ title: 'Errors', description: 'All that is wrong; empty when valid.' }),
    data: JsonValue.meta({ title: 'Data', description: 'The value that was checked.' }),
  }),
  fields: {
    data: { policy: 'lenient' },
    schema: { policy: 'lenient' },
    on_invalid: { policy: 'lenient' },
  },
  failures: [
    { type: 'VALIDATION', when: 'the data does not fit and on_invalid is "fail", or the schema is no JSON Schema' },
  ],
  async execute({ data, schema, on_invalid }) {
    const errors = compile(schema)(data).map(({ pointer, message }) => ({ pointer, message }));
    if (errors.length > 0 && on_invalid === 'fail') {
      const list = errors
        .map(({ pointer, message }) => `${pointer === '' ? 'the data' : pointer} ${message}`)
        .join('; ');
      throw new ComponentError('VALIDATION', `The data does not fit the schema: ${list}`, {
        details: { errors },
        retryable: false,
      });
    }
    return { valid: errors.length === 0, errors, data };
  },
});

function compile(schema: Json): ReturnType<typeof compileJsonSchema> {
  try {
    return compileJsonSchema(schema);
  } catch (error) {
    if (!(error instanceof JsonSchemaError)) throw error;
    throw new ComponentError('VALIDATION', `config.schema: ${error.message}`, { retryable: false, cause: error });
  }
}
