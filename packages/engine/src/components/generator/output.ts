import { isJsonObject, type Json, type JsonObject, JsonValue } from '@flowmason/pipeline-schema';
import { z } from 'zod';

/** What all calls of one attempt gave together: the last answer, and the tokens of every call. */
export type Answer = {
  readonly content: string;
  readonly json: Json | undefined;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly finishReason: string;
};

/** Output of a `generator` stage; beside these, the keys of an answer that is a JSON object. */
export const GeneratorOutput = z.looseObject({
  content: z.string().meta({ title: 'Content', description: 'The answer as the model wrote it.' }),
  json: JsonValue.meta({
    title: 'JSON',
    description:
      'The JSON document that the whole answer, or its only fenced block, is; null when it is none. The keys of an object stand beside `json` too, unless a key of that name is there already.',
  }),
  model: z.string().meta({ title: 'Model', description: 'The model that answered.', examples: ['gpt-4-0613'] }),
  usage: z
    .strictObject({
      input_tokens: z.number().meta({ title: 'Input tokens', description: 'Tokens that were read.' }),
      output_tokens: z.number().meta({ title: 'Output tokens', description: 'Tokens that were written.' }),
    })
    .meta({ title: 'Usage', description: 'Of all calls of the attempt.' }),
  finish_reason: z.string().meta({
    title: 'Finish reason',
    description: 'Why the model stopped; "length" means that the answer was cut off.',
    examples: ['stop', 'length'],
  }),
});

/** The stage's output. An answer cannot reach the keys that the stage itself gives, nor JavaScript's own. */
export function toGeneratorOutput({
  content,
  json,
  model,
  inputTokens,
  outputTokens,
  finishReason,
}: Answer): JsonObject {
  const own = {
    content,
    json: json ?? null,
    model,
    usage: { input_tokens: inputTokens, output_tokens: outputTokens },
    finish_reason: finishReason,
  };
  if (!isJsonObject(json)) return own;
  const copied = Object.entries(json).filter(([key]) => !Object.hasOwn(own, key) && !NEVER_COPIED.has(key));
  return { ...own, ...Object.fromEntries(copied) };
}

const NEVER_COPIED = new Set(['__proto__', 'constructor', 'prototype']);
