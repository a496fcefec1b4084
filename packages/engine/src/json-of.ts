import type { ConditionTrace, Failure, Json } from '@flowmason/pipeline-schema';

/** A failure or a trace as the JSON that it is; its type allows absent keys, which zod writes as `undefined`. */
export function jsonOf(value: Failure | ConditionTrace | readonly ConditionTrace[] | null): Json {
  return value as Json; // built from JSON by the engine itself; absent keys are left out, never undefined
}
