import { isJsonObject } from '@flowmason/pipeline-schema';
import { type ComponentContext, defineComponent } from '../component.ts';
import type { HttpRequest } from '../ports.ts';
import { HttpRequestConfig } from './http-request/config.ts';
import { toStatusRanges } from './http-request/expect-status.ts';
import { findHeader, toSentHeaders } from './http-request/headers.ts';
import { HttpRequestOutput } from './http-request/output.ts';
import { toRequestBody } from './http-request/request-body.ts';
import { toRequestUrl } from './http-request/request-url.ts';
import { toOutput } from './http-request/response.ts';
import { toShownRequest } from './http-request/shown-request.ts';

/**
 * Calls an HTTP endpoint through the effect gate. An answer outside `expect_status` fails the attempt, and so does one
 * that says it is JSON and is not; `details.response` of the failure then holds what would have been the output.
 */
export const httpRequest = defineComponent({
  name: 'http_request',
  title: 'HTTP request',
  description: 'Calls an HTTP endpoint and reads its answer.',
  category: 'request',
  icon: 'globe',
  effect: 'http',
  config: HttpRequestConfig,
  output: HttpRequestOutput,
  fields: {
    url: { policy: 'url' },
    method: { policy: 'strict', secrets: 'refuse' },
    headers: { policy: 'header' },
    query_params: { policy: 'query' },
    body: { policy: 'body' },
    expect_status: { policy: 'lenient', secrets: 'refuse' },
    follow_redirects: { policy: 'lenient', secrets: 'refuse' },
    max_response_bytes: { policy: 'lenient', secrets: 'refuse' },
  },
  failures: [
    {
      type: 'SECURITY',
      when: 'the answer is 401 or 403 and that is not expected, or the address or a secret may not be used',
    },
    { type: 'TIMEOUT', when: 'the answer is 408 or 504 and that is not expected, or none comes in time' },
    {
      type: 'CONNECTIVITY',
      when: 'the answer is 429 or another 5xx and that is not expected, or the service cannot be reached',
    },
    { type: 'EXECUTION', when: 'the answer has any other status that is not expected' },
    { type: 'VALIDATION', when: 'the config breaks its schema, or the answer says that it is JSON and is not' },
    {
      type: 'LIMIT',
      when: 'the body is larger than 1 MB, the answer larger than max_response_bytes or nested deeper than 100 levels',
    },
  ],
  async execute(config, context) {
    const sent = toRequest(config, context);
    const request = context.shown ? { ...sent, shown: toShownRequest(context.shown, config, sent) } : sent;
    const response = await context.http(request);
    return toOutput({ request, response, expected: toStatusRanges(config.expect_status) }, context);
  },
});

const BODILESS = new Set(['GET', 'HEAD']);

function toRequest(config: HttpRequestConfig, context: ComponentContext): HttpRequest {
  const { method } = config;
  const headers = toSentHeaders(config.headers);
  if (findHeader(headers, 'Idempotency-Key') === undefined) headers['Idempotency-Key'] = context.idempotencyKey;
  const request = {
    method,
    url: toRequestUrl(config.url, config.query_params, urlIn(context.shown)),
    followRedirects: config.follow_redirects,
    maxResponseBytes: config.max_response_bytes,
  };
  if (config.body === undefined) return { ...request, headers };
  if (BODILESS.has(method)) {
    context.warn('body-not-sent', `a ${method} request has no body: config.body was left out; use POST, or remove it`);
    return { ...request, headers };
  }
  const contentType = findHeader(headers, 'Content-Type');
  const body = toRequestBody(config.body, contentType);
  if (contentType === undefined) headers['Content-Type'] = body.contentType;
  return { ...request, headers, body: body.text };
}

function urlIn(shown: ComponentContext['shown']): string | undefined {
  return isJsonObject(shown?.config) ? String(shown.config['url']) : undefined;
}
