import { FailureType, type Json, JsonValue } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import type { HttpRequest, ModelRequest } from '../ports.ts';

const asked = {
  /** Loop address, or the stage id outside loops. */
  instance: z.string(),
  attempt: z.int().positive(),
  method: z.string(),
  url: z.string(),
  /** Simulated services answered, so a replay is labelled as simulated too. */
  simulated: z.boolean(),
};

/** What the world did with one call: it answered, or it failed. */
const Outcome = <Answer extends z.ZodType>(answer: Answer) =>
  z.discriminatedUnion('status', [
    z.strictObject({ status: z.literal('answered'), answer }),
    z.strictObject({
      status: z.literal('failed'),
      type: FailureType,
      message: z.string(),
      was_sent: z.boolean(),
      retryable: z.boolean().optional(),
      details: JsonValue.optional(),
      elapsed_ms: z.number(),
    }),
  ]);

const HttpAnswer = z.strictObject({
  status: z.int(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  bodyEncoding: z.literal('base64').exactOptional(),
  elapsedMs: z.number(),
});

const ModelAnswer = z.strictObject({
  content: z.string(),
  model: z.string(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  finishReason: z.string(),
  elapsedMs: z.number(),
});

/** One call to the outside, in the order in which the calls ended. */
export const RecordedCall = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('http'), ...asked, outcome: Outcome(HttpAnswer) }),
  z.strictObject({ kind: z.literal('model'), ...asked, outcome: Outcome(ModelAnswer) }),
]);
export type RecordedCall = z.infer<typeof RecordedCall>;

/**
 * All that a run asked of the world, and what it heard: enough to run it again without the world. Plain JSON, safe to
 * keep in a file: secrets are masked before anything gets in.
 */
export const Recording = z.strictObject({
  version: z.literal(1),
  /** When the recorded run began, ms since 1970; a replay starts its clock there. */
  started_at_ms: z.int(),
  calls: z.array(RecordedCall),
});
export type Recording = z.infer<typeof Recording>;

/** Replaces secrets in a value, as `Secrets.mask` does. */
export type Mask = <Value extends Json>(value: Value) => Value;

/** What tells one call from another; several with one key are told apart by their order. */
export function callKey(call: Pick<RecordedCall, 'kind' | 'instance' | 'attempt' | 'method' | 'url'>): string {
  return JSON.stringify([call.kind, call.instance, call.attempt, call.method, call.url]);
}

/** Where a call goes, as far as its key is concerned: the same whatever the secrets are. */
export function toHttpTarget({ method, url, shown }: HttpRequest): { readonly method: string; readonly url: string } {
  return { method, url: shown?.url ?? url };
}

/** Where a model call goes, as far as its key is concerned. */
export function toModelTarget({ model }: ModelRequest): { readonly method: string; readonly url: string } {
  return { method: 'POST', url: `model:${model}` };
}
