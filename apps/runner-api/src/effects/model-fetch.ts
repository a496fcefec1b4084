import { toHttpRequestRecord, toHttpResponseRecord } from '@flowmason/engine';
import type { EffectRequest, EffectResponse } from '@flowmason/pipeline-schema';
import type { GuardedClient } from './guarded-client.ts';
import type { CallProgress } from './hop.ts';
import type { Caller } from './host-guard.ts';

const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

/** What went over the wire for one model call, filled in as it happens. */
export interface ModelExchange {
  request: EffectRequest | undefined;
  answer: EffectResponse | undefined;
  /** What the guarded client threw, before a provider's library could wrap it. */
  failure: unknown;
}

export interface ModelFetchParts {
  readonly client: GuardedClient;
  readonly caller: Caller;
  readonly progress: CallProgress;
  readonly exchange: ModelExchange;
  elapsed(): number;
}

/** A `fetch` for the libraries of the providers, behind which stands the guarded client. It sends text and reads text. */
export function createModelFetch({ client, caller, progress, exchange, elapsed }: ModelFetchParts): typeof fetch {
  return async (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input);
    const method = init.method ?? 'GET';
    const sent = new Headers(init.headers);
    sent.set('Accept-Encoding', 'gzip, deflate, br, zstd');
    const headers = Object.fromEntries(sent);
    const signal = init.signal ?? new AbortController().signal;
    if (typeof init.body !== 'string') throw new TypeError('a model provider sent a body that is not text');
    const request = {
      method,
      url,
      headers,
      body: init.body,
      followRedirects: false,
      maxResponseBytes: MAX_ANSWER_BYTES,
    };
    exchange.request = toHttpRequestRecord({ ...request, headers: withoutKeys(headers) });
    try {
      const answer = await client.send({ ...request, signal, caller }, progress);
      exchange.answer = toHttpResponseRecord({ ...answer, elapsedMs: elapsed() });
      return toResponse(answer);
    } catch (error) {
      exchange.failure = error;
      throw error;
    }
  };
}

/** The journal does not need to know how the provider knows us, not even masked. */
function withoutKeys(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => name !== 'authorization' && name !== 'x-api-key');
  return Object.fromEntries(kept);
}

function toResponse(answer: { status: number; headers: Readonly<Record<string, string>>; body: string }): Response {
  const headers = new Headers({ ...answer.headers });
  headers.delete('content-encoding'); // the body has been decoded
  headers.delete('content-length');
  const hasBody = answer.status !== 204 && answer.status !== 205 && answer.status !== 304;
  return new Response(hasBody ? answer.body : null, { status: Math.max(200, answer.status), headers });
}
