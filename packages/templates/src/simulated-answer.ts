import { FailureType, JsonValue } from '@flowmason/pipeline-schema';
import { z } from 'zod';

const delay_ms = z.number().nonnegative().optional();

/**
 * What comes back from one call of a stage in a simulation: the response of a service, the words of a model, or nothing
 * but a failure. `delay_ms` is how long that takes on the simulation's clock, which nobody waits for; default 0.
 */
export const SimulatedAnswer = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('response'),
    status: z.int().min(100).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: JsonValue.optional(),
    delay_ms,
  }),
  z.strictObject({ kind: z.literal('model'), content: z.string(), delay_ms }),
  z.strictObject({ kind: z.literal('failure'), type: FailureType, message: z.string(), delay_ms }),
  /** What a pipeline that is called as a stage gives back; it is not run. */
  z.strictObject({ kind: z.literal('output'), output: JsonValue }),
]);
export type SimulatedAnswer = z.infer<typeof SimulatedAnswer>;

/**
 * Answers by stage id, or by loop address (`each[2]/call`) where one turn of a loop gets another one. Of several answers
 * the calls of a stage get one after the other, and every further call the last.
 */
export const SimulatedAnswers = z.record(z.string(), z.array(SimulatedAnswer).min(1));
export type SimulatedAnswers = Readonly<Record<string, readonly SimulatedAnswer[]>>;
