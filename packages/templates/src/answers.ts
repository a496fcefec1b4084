import type { FailureType, Json } from '@flowmason/pipeline-schema';
import type { SimulatedAnswer } from './simulated-answer.ts';

/** A service answers with `status` after a time as real ones take it. */
export function answers(status: number, body: Json = null, delay_ms = 180): SimulatedAnswer {
  return { kind: 'response', status, delay_ms, ...(body !== null && { body }) };
}

/** A model answers with a text, or with a value as JSON. */
export function says(value: Json, delay_ms = 2400): SimulatedAnswer {
  return { kind: 'model', content: typeof value === 'string' ? value : JSON.stringify(value), delay_ms };
}

/** Nothing comes back. */
export function fails(type: FailureType, message: string, delay_ms = 400): SimulatedAnswer {
  return { kind: 'failure', type, message, delay_ms };
}
