import {
  isJsonObject,
  type Json,
  type JsonObject,
  type Pipeline,
  type PipelineChange,
} from '@flowmason/pipeline-schema';

/** The types that an added input may have. */
export const INPUT_TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'] as const;
export type InputType = (typeof INPUT_TYPES)[number];

/** A field that a person adds to the input of a pipeline. */
export interface NewInput {
  readonly name: string;
  readonly type: InputType;
  readonly isRequired: boolean;
}

/**
 * Sets one value of the sample input, or takes it away when it is undefined. Objects on the way that are not there yet
 * come with it.
 */
export function setInputChange(
  { sample_input: sample }: Pick<Pipeline, 'sample_input'>,
  path: readonly string[],
  value: unknown,
): PipelineChange {
  let at: Json | undefined = sample;
  let depth = 0;
  while (depth < path.length && isJsonObject(at)) at = at[path[depth++] ?? ''];
  // What stands there is no object, so it is replaced by one that has the rest of the path.
  const inner = path.slice(depth);
  return {
    type: 'set_document_value',
    path: ['sample_input', ...path.slice(0, depth)],
    value: nested(inner, value),
  };
}

/** Declares a new input, with a value in the sample that fits its type. */
export function addInputChanges(
  { input_schema: schema, sample_input: sample }: Pick<Pipeline, 'input_schema' | 'sample_input'>,
  { name, type, isRequired }: NewInput,
): readonly PipelineChange[] {
  const property: JsonObject = { type };
  const required = requiredOf(schema);
  const declared: PipelineChange =
    schema === undefined
      ? setDocument(['input_schema'], {
          type: 'object',
          properties: { [name]: property },
          ...(isRequired && { required: [name] }),
        })
      : isJsonObject(schema['properties'])
        ? setDocument(['input_schema', 'properties', name], property)
        : setDocument(['input_schema', 'properties'], { [name]: property });
  return [
    declared,
    ...(isRequired && schema !== undefined ? [setDocument(['input_schema', 'required'], [...required, name])] : []),
    setInputChange({ ...(sample !== undefined && { sample_input: sample }) }, [name], FIRST_VALUES[type]),
  ];
}

/** Takes an input out of the schema, of what is required, and of the sample. Stages that read it are told by the reader. */
export function removeInputChanges(
  { input_schema: schema, sample_input: sample }: Pick<Pipeline, 'input_schema' | 'sample_input'>,
  name: string,
): readonly PipelineChange[] {
  const required = requiredOf(schema);
  const left = required.filter((other) => other !== name);
  return [
    setDocument(['input_schema', 'properties', name], undefined),
    ...(left.length < required.length
      ? [setDocument(['input_schema', 'required'], left.length > 0 ? left : undefined)]
      : []),
    ...(isJsonObject(sample) && Object.hasOwn(sample, name) ? [setDocument(['sample_input', name], undefined)] : []),
  ];
}

/** What is wrong with the name of a new input, for a person; undefined when nothing is. */
export function inputNameProblem(name: string, taken: readonly string[]): string | undefined {
  if (name === '') return 'Give it a name.';
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return 'Letters, digits and underscores; a digit cannot come first.';
  if (name === '__proto__') return 'This name means something else to JavaScript.';
  return taken.includes(name) ? 'There is an input of this name already.' : undefined;
}

const FIRST_VALUES: Readonly<Record<InputType, Json>> = {
  string: '',
  number: 0,
  integer: 0,
  boolean: false,
  array: [],
  object: {},
};

function setDocument(path: readonly string[], value: Json | undefined): PipelineChange {
  return { type: 'set_document_value', path, value };
}

function requiredOf(schema: JsonObject | undefined): readonly string[] {
  const required = schema?.['required'];
  return Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
}

function nested(path: readonly string[], value: unknown): Json | undefined {
  const json = toJson(value);
  if (json === undefined) return undefined;
  return path.reduceRight<Json>((inner, key) => ({ [key]: inner }), json);
}

/** Forms give what JSON.parse and text fields give, and nothing else. */
function toJson(value: unknown): Json | undefined {
  return value === undefined ? undefined : (value as Json);
}
