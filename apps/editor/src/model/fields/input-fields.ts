import { isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';

/** One declared input of a pipeline, as a row of a form shows it. */
export interface InputField {
  readonly name: string;
  /** A type of JSON Schema; undefined when the schema says it in another way. */
  readonly type: string | undefined;
  readonly isRequired: boolean;
}

/** The types that a row offers. */
export const INPUT_TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'] as const;

/** The inputs that a schema declares, in its order; undefined when it is no schema of an object with properties. */
export function inputFieldsOf(schema: Json | undefined): readonly InputField[] | undefined {
  if (schema === undefined) return [];
  if (!isJsonObject(schema)) return undefined;
  const { type = 'object', properties = {}, required = [] } = schema;
  const isPlain = type === 'object' && isJsonObject(properties) && Object.values(properties).every(isJsonObject);
  if (!isPlain || !Array.isArray(required)) return undefined;
  return Object.entries(properties).map(([name, property]) => {
    const about: Json | undefined = isJsonObject(property) ? property['type'] : undefined;
    return { name, type: typeof about === 'string' ? about : undefined, isRequired: required.includes(name) };
  });
}

/** The schema with one more input, a text; of the rest nothing changes. */
export function withInput(schema: JsonObject = { type: 'object' }, name: string): JsonObject {
  const { properties } = schema;
  return { ...schema, properties: { ...(isJsonObject(properties) && properties), [name]: { type: 'string' } } };
}

/** The schema without an input; an empty list of required ones is left out. */
export function withoutInput(schema: JsonObject, name: string): JsonObject {
  const { properties, required } = schema;
  const kept = Object.entries(isJsonObject(properties) ? properties : {}).filter(([key]) => key !== name);
  const still = Array.isArray(required) ? required.filter((each) => each !== name) : [];
  const next = { ...schema, properties: Object.fromEntries(kept), required: still };
  return still.length > 0 ? next : Object.fromEntries(Object.entries(next).filter(([key]) => key !== 'required'));
}

/** The schema with an input under another name, in the same place. Templates that read it are left to the person. */
export function withInputRenamed(schema: JsonObject, from: string, to: string): JsonObject {
  const { properties, required } = schema;
  const renamed = Object.entries(isJsonObject(properties) ? properties : {}).map(([key, value]) => [
    key === from ? to : key,
    value,
  ]);
  const list = Array.isArray(required) ? required.map((each: Json) => (each === from ? to : each)) : undefined;
  return { ...schema, properties: Object.fromEntries(renamed), ...(list && { required: list }) };
}

/** The list of required inputs with `name` in it or not; undefined when none is left. */
export function withRequired(required: Json | undefined, name: string, isRequired: boolean): Json | undefined {
  const others = Array.isArray(required) ? required.filter((each: Json) => each !== name) : [];
  const next = isRequired ? [...others, name] : others;
  return next.length === 0 ? undefined : next;
}

/** A name for another input that none of `names` has: `input_3`. */
export function nextInputName(names: readonly string[]): string {
  let number = names.length + 1;
  while (names.includes(`input_${number}`)) number += 1;
  return `input_${number}`;
}
