import { z } from 'zod';

/** Names that would reach into JavaScript's own objects; refused as ids and as variable names. */
const RESERVED_IDS = new Set([
  '__proto__',
  'constructor',
  'prototype',
  'hasownproperty',
  'isprototypeof',
  'propertyisenumerable',
  'tolocalestring',
  'tostring',
  'valueof',
]);

/** What a stage id looks like (`spec.md` §2.1); uniqueness ignores case and is checked per pipeline. */
export const STAGE_ID_PATTERN = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** True for an id that may name a stage. */
export function isStageId(text: string): boolean {
  return STAGE_ID_PATTERN.test(text) && !RESERVED_IDS.has(text.toLowerCase());
}

/** Names one run for ever. Made by the runner; opaque to everyone else. */
export const RunId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/, 'a run id has 1 to 128 letters, digits, "_", "-" or "."')
  .brand<'RunId'>();
export type RunId = z.infer<typeof RunId>;
