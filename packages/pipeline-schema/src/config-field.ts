import { z } from 'zod';
import type { Json } from './json.ts';

/** What a form shows beside a field: a label, a sentence, and values to start from. */
export type FieldMeta = { readonly title: string; readonly description: string; readonly examples?: Json[] };

/** A config field that takes any JSON value, null included; the value is handed on as it is, not copied. */
export function jsonField(meta: FieldMeta): z.ZodType<Json, Json> {
  return z.custom<Json>((value) => value !== undefined, 'is required').meta(meta);
}

/**
 * A config field of text that also takes what a template may give instead: null becomes empty, numbers and booleans
 * become their text, lists and objects compact JSON.
 */
export function textField(meta: FieldMeta): z.ZodType<string> {
  return preprocessedField(toTextForm, z.string(), meta);
}

/**
 * A config field of `schema` whose value `prepare` brings into shape first. Forms see the schema: its JSON Schema is the
 * one of `schema`, with the examples and defaults that zod leaves out of what it takes for a transformation.
 */
export function preprocessedField<Schema extends z.ZodType>(
  prepare: (value: unknown) => unknown,
  schema: Schema,
  meta: FieldMeta,
): z.ZodPreprocess<Schema> {
  return z.preprocess(prepare, schema.meta(meta)).meta(meta);
}

function toTextForm(value: unknown): unknown {
  if (value === undefined || typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}
