import { type EffectRequest, type EffectResponse, type Json, readJsonText } from '@flowmason/pipeline-schema';
import type { HttpRequest, HttpResponse, ModelRequest, ModelResponse } from '../ports.ts';
import { toModelTarget } from './recording.ts';

/** The request as the journal shows it: the body parsed when it is JSON, and nothing that was made of a secret. */
export function toHttpRequestRecord(request: HttpRequest): EffectRequest {
  const { method } = request;
  const { url, headers, body } = request.shown ?? request;
  return { method, url, headers: { ...headers }, ...(body !== undefined && { body: toShownBody(body) }) };
}

/** The answer as the journal shows it: the body parsed when it is JSON. */
export function toHttpResponseRecord(response: HttpResponse): EffectResponse {
  const { status, headers, body, elapsedMs } = response;
  return { status_code: status, headers: { ...headers }, body: toShownBody(body), elapsed_ms: elapsedMs };
}

/** A model call as the journal shows it when no provider's address is involved. */
export function toModelRequestRecord(request: ModelRequest): EffectRequest {
  const { model, prompt, systemPrompt, temperature, maxTokens, outputFormat } = request;
  const body = {
    model,
    prompt,
    ...(systemPrompt !== undefined && { system_prompt: systemPrompt }),
    ...(temperature !== undefined && { temperature }),
    ...(maxTokens !== undefined && { max_tokens: maxTokens }),
    output_format: outputFormat,
  };
  return { ...toModelTarget(request), headers: {}, body };
}

/** A model's answer as the journal shows it. */
export function toModelResponseRecord(response: ModelResponse): EffectResponse {
  const { content, model, inputTokens, outputTokens, finishReason, elapsedMs } = response;
  const usage = { input_tokens: inputTokens, output_tokens: outputTokens };
  return {
    status_code: 200,
    headers: {},
    body: { content, model, usage, finish_reason: finishReason },
    elapsed_ms: elapsedMs,
  };
}

/** What stands in the journal when nothing came back. */
export function toFailedResponseRecord(error: string, elapsedMs: number): EffectResponse {
  return { status_code: 0, headers: {}, body: null, elapsed_ms: elapsedMs, error };
}

/** Text that is no JSON, or JSON that nests too deep for a journal, is shown as it is. */
function toShownBody(text: string): Json {
  if (!/^\s*[[{]/.test(text)) return text;
  const reading = readJsonText(text);
  return reading.status === 'parsed' ? reading.value : text;
}
