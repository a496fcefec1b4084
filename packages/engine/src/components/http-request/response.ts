import { type Json, type JsonObject, readJsonText } from '@flowmason/pipeline-schema';
import type { ComponentContext } from '../../component.ts';
import { ComponentError } from '../../errors.ts';
import type { HttpRequest, HttpResponse } from '../../ports.ts';
import { describeRanges, isExpected, type StatusRange } from './expect-status.ts';
import { quoteBeginning } from './quote-beginning.ts';
import { adviceFor, describeStatus, failureTypeOf, isRetryable } from './status.ts';

/** One exchange: what was asked, what came back, and what was hoped for. */
export type Exchange = {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly expected: readonly StatusRange[];
};

/**
 * The stage's output for an answer that was expected.
 * @throws {ComponentError} by status, with the output in `details.response`, when it was not; VALIDATION or LIMIT when
 *   the answer says that it is JSON and cannot be read as such.
 */
export function toOutput(exchange: Exchange, context: Pick<ComponentContext, 'warn'>): JsonObject {
  const { request, response, expected } = exchange;
  const { status } = response;
  if (isExpected(status, expected)) return outputOf(exchange, readBody(exchange, context));
  const advice = adviceFor(status);
  const message = `${request.method} ${shownUrl(request)} answered ${describeStatus(status)}; expected ${describeRanges(expected)}`;
  throw new ComponentError(failureTypeOf(status), advice === '' ? message : `${message}. ${advice}`, {
    details: { response: outputOf(exchange, readBodyOfFailure(response)) },
    retryable: isRetryable(status),
  });
}

function outputOf({ request, response }: Exchange, body: Json): JsonObject {
  const { status, headers, elapsedMs, bodyEncoding } = response;
  return {
    status_code: status,
    headers,
    body,
    ...(bodyEncoding !== undefined && { body_encoding: bodyEncoding }),
    success: status >= 200 && status <= 299,
    elapsed_ms: elapsedMs,
    url: shownUrl(request),
  };
}

function shownUrl({ url, shown }: HttpRequest): string {
  return shown?.url ?? url;
}

function readBody(exchange: Exchange, context: Pick<ComponentContext, 'warn'>): Json {
  const { request, response } = exchange;
  if (!saysJson(response)) {
    if (response.bodyEncoding !== undefined) {
      context.warn('body-is-base64', 'the answer is no text in its charset; its body is kept as base64');
    }
    return response.body;
  }
  if (response.bodyEncoding !== undefined) {
    throw new ComponentError('VALIDATION', unreadable(exchange, 'is not UTF-8 text'), {
      details: { response: outputOf(exchange, response.body) },
      retryable: false,
    });
  }
  if (response.body.trim() === '') {
    if (!isEmptyByNature(request, response)) {
      context.warn('empty-json', `the answer says ${response.headers['content-type']} and is empty; its body is null`);
    }
    return null;
  }
  const reading = readJsonText(response.body);
  if (reading.status === 'parsed') {
    if (reading.rewrittenCount > 0) {
      context.warn(
        'number-kept-as-text',
        `${reading.rewrittenCount} numbers of the answer are too large to be exact and were kept as text`,
      );
    }
    return reading.value;
  }
  throw new ComponentError(reading.kind === 'depth' ? 'LIMIT' : 'VALIDATION', unreadable(exchange, reading.reason), {
    details: { response: outputOf(exchange, response.body) },
    retryable: false,
  });
}

/** A failing answer is shown as far as it can be read: its status is the news, not its body. */
function readBodyOfFailure(response: HttpResponse): Json {
  if (!saysJson(response)) return response.body;
  const reading = readJsonText(response.body);
  return reading.status === 'parsed' ? reading.value : response.body;
}

function saysJson({ headers }: HttpResponse): boolean {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || type === 'text/json' || type.endsWith('+json');
}

/** No body is an answer where the status says so, and to a command; a GET asks for something to read. */
function isEmptyByNature({ method }: HttpRequest, { status }: HttpResponse): boolean {
  return method !== 'GET' || status === 204 || status === 205 || status === 304;
}

function unreadable({ request, response }: Exchange, reason: string): string {
  const beginning = quoteBeginning(response.body, 60);
  const what = /^<(!doctype|html|head|body)/i.test(beginning)
    ? `the body is HTML instead of JSON and begins with "${beginning}"`
    : `the body ${reason} and begins with "${beginning}"`;
  const answered = `${request.method} ${shownUrl(request)} answered ${describeStatus(response.status)}`;
  return `${answered} with content type ${response.headers['content-type']}, but ${what}. Check that the address is the one of the API, not of a page or a proxy before it.`;
}
