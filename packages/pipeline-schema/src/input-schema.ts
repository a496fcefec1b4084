import type { Json, JsonObject } from './json.ts';
import { checkJsonSchema, type SchemaProblem } from './json-schema/check-json-schema.ts';
import { compileJsonSchema } from './json-schema/compile-json-schema.ts';
import { fillDefaults } from './json-schema/schema-defaults.ts';

/** An input with the defaults of its schema, and what is wrong with it; `pointer` leads into the input. */
export interface CheckedInput {
  readonly input: Json;
  readonly problems: readonly SchemaProblem[];
}

/**
 * Holds a run's input against the pipeline's `input_schema`, defaults applied first; the given input is not changed.
 * Without a schema every input is right. A schema that is broken, or that could take for ever, is a problem too: then no
 * input is.
 */
export function checkInput(schema: JsonObject | undefined, input: Json): CheckedInput {
  if (schema === undefined) return { input, problems: [] };
  const fault = checkJsonSchema(schema);
  if (fault !== undefined)
    return { input, problems: [{ pointer: '', message: `cannot be checked: input_schema: ${fault}` }] };
  const filled = fillDefaults(schema, input);
  if (filled === undefined)
    return {
      input,
      problems: [
        {
          pointer: '',
          message: 'cannot be checked: input_schema refers to itself without end, or is too large for this input',
        },
      ],
    };
  return { input: filled, problems: compileJsonSchema(schema)(filled) };
}
