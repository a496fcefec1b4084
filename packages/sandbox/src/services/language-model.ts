import { isJsonObject, type Json } from '@flowmason/pipeline-schema';
import { type ModelQuestion, toScriptedAnswer } from '../model/scripted-answer.ts';
import { at, objectsAt, textAt } from '../read-json.ts';
import type { ServiceAnswer, ServiceRequest } from '../request.ts';
import type { Service, World } from '../world.ts';
import { hasScheme } from './authorization.ts';

/** What the endpoint calls itself, whatever model was asked for: nobody may take its answers for a model's. */
export const SCRIPTED_MODEL = 'sandbox-scripted';
const THINKING_MS = 2_600;

/** A language-model endpoint in both wire formats: OpenAI's `…/chat/completions` and Anthropic's `…/messages`. */
export const languageModel: Service = (request, world) => {
  if (request.path.endsWith('/chat/completions')) return answerOpenAi(request, world);
  if (request.path.endsWith('/messages')) return answerAnthropic(request, world);
  if (request.path.endsWith('/models')) {
    return {
      status: 200,
      json: { object: 'list', data: [{ id: SCRIPTED_MODEL, object: 'model', owned_by: 'flowmason' }] },
    };
  }
  return { status: 404, json: { error: { message: 'not found', type: 'invalid_request_error' } } };
};

function answerOpenAi(request: ServiceRequest, world: World): ServiceAnswer {
  if (!hasScheme(request, 'Bearer')) return refusal(401, 'You did not provide an API key', 'invalid_request_error');
  const mistake = findMistake(request);
  if (mistake !== undefined) return refusal(400, mistake, 'invalid_request_error');
  const messages = objectsAt(request.body, 'messages');
  const question = {
    system: joinTexts(messages.filter(({ role }) => role === 'system' || role === 'developer')),
    prompt: joinTexts(messages.filter(({ role }) => role === 'user')),
  };
  const content = toScriptedAnswer(question, world.traits);
  const usage = countTokens(question, content);
  return {
    status: 200,
    json: {
      id: 'chatcmpl-sandbox',
      object: 'chat.completion',
      created: Math.floor(world.now() / 1000),
      model: SCRIPTED_MODEL,
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: {
        prompt_tokens: usage.input,
        completion_tokens: usage.output,
        total_tokens: usage.input + usage.output,
      },
    },
    latencyMs: THINKING_MS,
  };
}

function answerAnthropic(request: ServiceRequest, world: World): ServiceAnswer {
  const refuse = (status: number, message: string, type: string): ServiceAnswer => ({
    status,
    json: { type: 'error', error: { type, message } },
  });
  if (!request.headers['x-api-key']) return refuse(401, 'x-api-key header is required', 'authentication_error');
  if (!request.headers['anthropic-version'])
    return refuse(400, 'anthropic-version: header is required', 'invalid_request_error');
  const mistake =
    findMistake(request) ??
    (typeof at(request.body, 'max_tokens') === 'number' ? undefined : 'max_tokens: Field required');
  if (mistake !== undefined) return refuse(400, mistake, 'invalid_request_error');
  const question = {
    system: toText(at(request.body, 'system')),
    prompt: joinTexts(objectsAt(request.body, 'messages').filter(({ role }) => role === 'user')),
  };
  const content = toScriptedAnswer(question, world.traits);
  const usage = countTokens(question, content);
  return {
    status: 200,
    json: {
      id: 'msg_sandbox',
      type: 'message',
      role: 'assistant',
      model: SCRIPTED_MODEL,
      content: [{ type: 'text', text: content }],
      stop_reason: 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: usage.input, output_tokens: usage.output },
    },
    latencyMs: THINKING_MS,
  };
}

function findMistake({ method, body }: ServiceRequest): string | undefined {
  if (method !== 'POST') return 'use POST';
  if (!isJsonObject(body)) return 'the body must be a JSON object';
  if (textAt(body, 'model') === undefined) return 'you must provide a model parameter';
  if (objectsAt(body, 'messages').length === 0) return "'messages' must hold at least one message";
  if (at(body, 'stream') === true) return 'the sandbox does not stream';
  return undefined;
}

function refusal(status: number, message: string, type: string): ServiceAnswer {
  return { status, json: { error: { message, type, param: null, code: null } } };
}

function joinTexts(messages: readonly { readonly [key: string]: Json }[]): string {
  return messages.map(({ content }) => toText(content)).join('\n\n');
}

/** The text of a message's content: a text, or a list of parts. */
function toText(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  return objectsAt(content)
    .map((part) => textAt(part, 'text') ?? '')
    .join('\n');
}

/** A rough count, about four characters a token, so that usage is not 0. */
function countTokens({ system, prompt }: ModelQuestion, answer: string): { input: number; output: number } {
  return { input: Math.ceil((system.length + prompt.length) / 4), output: Math.ceil(answer.length / 4) };
}
