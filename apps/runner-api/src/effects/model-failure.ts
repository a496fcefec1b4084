import {
  ComponentError,
  describeStatus,
  EffectError,
  failureTypeOf,
  isRetryable,
  type ModelRequest,
  quoteBeginning,
} from '@flowmason/engine';
import { type FailureType, isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';
import type { CallProgress } from './hop.ts';
import type { ModelExchange } from './model-fetch.ts';
import type { ModelProvider } from './model-providers.ts';

export interface FailedModelCall {
  readonly request: ModelRequest;
  readonly provider: ModelProvider;
  readonly exchange: ModelExchange;
  readonly progress: CallProgress;
  readonly signal: AbortSignal;
}

export interface ModelFailure {
  readonly type: FailureType;
  readonly message: string;
  readonly retryable: boolean;
  readonly details?: JsonObject | undefined;
}

const MAX_QUOTE = 300;

/** Says why a model gave no answer that can be used. What a provider's library threw is only the cause. */
export function explainModelError(error: unknown, call: FailedModelCall): ModelFailure {
  const { signal, exchange } = call;
  if (signal.aborted) {
    const type = signal.reason instanceof ComponentError ? signal.reason.type : 'CANCELLED';
    return { type, message: 'given up before an answer came', retryable: type === 'TIMEOUT' };
  }
  if (exchange.failure instanceof EffectError) {
    const { type, message, retryable = true } = exchange.failure;
    return { type, message, retryable };
  }
  if (exchange.answer === undefined) throw error; // nothing was asked: a mistake of ours
  return explainAnswer(call, exchange.answer.status_code);
}

function explainAnswer({ request, provider, exchange }: FailedModelCall, status: number): ModelFailure {
  const asked = `The model "${provider.model ?? request.model}" at ${provider.baseUrl}`;
  const { headers = {}, body = null } = exchange.answer ?? {};
  const details = { response: { status_code: status, headers, body } };
  const quote = quoteOf(body);
  if (status >= 200 && status < 300) {
    const message = `${asked} gave an answer that is not one of the ${provider.format === 'openai' ? 'OpenAI chat' : 'Anthropic messages'} API${quote}. Check the base address (${provider.format === 'openai' ? 'it usually ends with /v1' : 'without /messages'}).`;
    return { type: 'PROVIDER', message, retryable: false, details };
  }
  const type = status === 400 || status === 404 || status === 422 ? 'PROVIDER' : failureTypeOf(status);
  const advice = adviceFor(status, provider);
  return {
    type,
    message: `${asked} was refused with ${describeStatus(status)}${quote}.${advice}`,
    retryable: isRetryable(status),
    details,
  };
}

function adviceFor(status: number, provider: ModelProvider): string {
  if (status === 401 || status === 403) return ` Check ${provider.keyName}.`;
  if (status === 404) return ' Check the name of the model and the base address.';
  if (status === 429) return ' Call it less often, or raise the quota.';
  return '';
}

/** What the service says about it, in the places where the known APIs put that. */
function quoteOf(body: Json): string {
  const error = isJsonObject(body) ? (body['error'] ?? body['message']) : body;
  const text = isJsonObject(error) ? error['message'] : error;
  if (typeof text !== 'string' || text.trim() === '') return '';
  return `: "${quoteBeginning(text, MAX_QUOTE)}"`;
}
