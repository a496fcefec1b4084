import { z } from 'zod';
import { JsonValue } from './json.ts';

/** Why an attempt failed; what `catch_error_types` names (`spec.md` §4.3). */
export const FAILURE_TYPES = [
  'CONNECTIVITY',
  'TIMEOUT',
  'VALIDATION',
  'EXPRESSION',
  'TRANSFORMATION',
  'EXECUTION',
  'ROUTING',
  'SECURITY',
  'RETRY_EXHAUSTED',
  'PROVIDER',
  'LIMIT',
  'INTERRUPTED',
  'CANCELLED',
] as const;
export const FailureType = z.enum(FAILURE_TYPES);
export type FailureType = z.infer<typeof FailureType>;

/**
 * Why a stage or a run failed. `message` says what to do next and never holds a secret; `details` depends on `type`
 * (an HTTP failure keeps `response`, RETRY_EXHAUSTED keeps `last_error` and `last_output`). `stage_id` is null when no
 * stage is to blame.
 */
export const Failure = z.object({
  type: FailureType,
  message: z.string(),
  stage_id: z.string().nullable(),
  attempt: z.int().nonnegative(),
  retryable: z.boolean(),
  details: JsonValue.optional(),
});
export type Failure = z.infer<typeof Failure>;
