import { z } from 'zod';

/** A value as JSON knows it: what inputs, configs, outputs and events are made of. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Keys are own properties only; `__proto__` is never one of them. */
export type JsonObject = { readonly [key: string]: Json };

/** Any JSON value, at an edge of the process. */
export const JsonValue: z.ZodType<Json> = z.json();

/** Tells a JSON object from the other JSON values. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The items of a JSON list; none for every other value. */
export function jsonItems(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
