import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema';
import { isJsonObject, type Json } from '../json.ts';
import { checkJsonSchema, type SchemaProblem } from './check-json-schema.ts';
import { findUncheckable } from './find-uncheckable.ts';
import { SCHEMA_KEYWORDS } from './schema-keywords.ts';
import { toProblem } from './schema-messages.ts';

/** A schema that cannot be used; the message says where it is wrong and how. */
export class JsonSchemaError extends Error {
  override readonly name = 'JsonSchemaError';
}

/**
 * A check of values against `schema` (2020-12, or Draft 7 when `$schema` says so). The check gives what is wrong with a
 * value, nothing when it is valid; it never throws and changes neither schema nor value. Needs no code generation, so it
 * runs in pages that forbid it.
 * @throws {JsonSchemaError} when the schema is broken, refers out of itself or has a pattern whose time cannot be bounded.
 */
export function compileJsonSchema(schema: Json): (data: Json) => readonly SchemaProblem[] {
  const fault = checkJsonSchema(schema);
  if (fault !== undefined) throw new JsonSchemaError(`the JSON Schema is broken: ${fault}`);
  const validator = new Validator(toValidatorSchema(schema), draftOf(schema), false);
  return (data) => {
    const uncheckable = findUncheckable(schema, data);
    return uncheckable.length > 0 ? uncheckable : validate(validator, data);
  };
}

/** More findings on one value help nobody. */
const MAX_PROBLEMS = 100;

function validate(validator: Validator, data: Json): readonly SchemaProblem[] {
  try {
    const { valid, errors } = validator.validate(data);
    return valid ? [] : withoutEchoes(errors).slice(0, MAX_PROBLEMS).map(toProblem);
  } catch (error) {
    // The validator hands its findings on as arguments of a call, which takes some 100,000.
    if (!(error instanceof RangeError)) throw error;
    return [{ pointer: '', message: 'has too many faults to be listed' }];
  }
}

/** Findings that only repeat that something below them is wrong. */
const ECHOES: ReadonlySet<string> = new Set([
  ...['properties', 'patternProperties', 'additionalProperties', 'unevaluatedProperties', 'items', 'prefixItems'],
  ...['additionalItems', 'unevaluatedItems', '$ref', '$recursiveRef', 'allOf', 'if', 'then', 'else'],
  ...['dependentSchemas', 'propertyNames'],
]);

/** The findings that say what is wrong; of a choice only that no alternative fits. */
function withoutEchoes(errors: readonly OutputUnit[]): readonly OutputUnit[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const isInChoice = ({ keywordLocation }: OutputUnit) =>
    choices.some((choice) => keywordLocation.startsWith(`${choice.keywordLocation}/`));
  const told = errors.filter((error) => !ECHOES.has(error.keyword) && !isInChoice(error));
  return told.length > 0 ? told : errors;
}

function draftOf(schema: Json): '7' | '2020-12' {
  const dialect = isJsonObject(schema) ? schema['$schema'] : undefined;
  return typeof dialect === 'string' && /draft-0?[4-7]/.test(dialect) ? '7' : '2020-12';
}

/**
 * A copy with the keywords that decide validity and nothing else: the validator marks the schemas that it is given, and
 * would take an object of an unknown keyword for a schema.
 */
function toValidatorSchema(schema: Json): Schema | boolean {
  if (!isJsonObject(schema)) return schema !== false;
  const copy: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const shape = SCHEMA_KEYWORDS.get(keyword);
    if (shape === undefined || keyword === '$schema' || keyword === '$id' || keyword === 'default') continue;
    if (shape === 'schema') copy[keyword] = toValidatorSchema(value);
    else if (shape === 'schemas' || shape === 'schema-or-list') {
      copy[keyword] = Array.isArray(value) ? value.map(toValidatorSchema) : toValidatorSchema(value);
    } else if ((shape === 'schema-map' || keyword === 'dependencies') && isJsonObject(value)) {
      const entries = Object.entries(value).map(([key, each]) => [
        key,
        Array.isArray(each) ? each : toValidatorSchema(each),
      ]);
      copy[keyword] = Object.fromEntries(entries);
    } else copy[keyword] = structuredClone(value);
  }
  return copy;
}
