import type { Json, JsonObject } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SimulatedResponse } from '../effects/simulated-answer.ts';
import { ComponentError } from '../errors.ts';
import { configProblems, IDEMPOTENCY_KEY, runComponent } from '../run-component.test-support.ts';
import { HttpRequestOutput } from './http-request/output.ts';
import { toOutput } from './http-request/response.ts';
import { httpRequest } from './http-request.ts';

const URL = 'https://api.example.com/things';
const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

const call = (config: JsonObject, response: SimulatedResponse = { status: 200 }) =>
  runComponent(httpRequest, { url: URL, ...config }, { handler: () => response });
const sent = async (config: JsonObject) => (await call(config)).requests[0];
const outputOf = async (response: SimulatedResponse, config: JsonObject = {}) => (await call(config, response)).output;
const failureOf = (response: SimulatedResponse, config: JsonObject = {}) =>
  call(config, response).then(
    () => expect.fail('the attempt should have failed'),
    (error: unknown) => error,
  );

describe('http_request sends', () => {
  it('a GET without body by default, with no header but its key, and at most 1 MB of answer', async () => {
    expect(await sent({})).toEqual({
      method: 'GET',
      url: URL,
      headers: { 'Idempotency-Key': IDEMPOTENCY_KEY },
      followRedirects: false,
      maxResponseBytes: 1_048_576,
    });
  });

  it('any JSON value as JSON, with its content type', async () => {
    const noText = fc.jsonValue().filter((value) => typeof value !== 'string');
    await fc.assert(
      fc.asyncProperty(noText, async (value) => {
        const body = JSON.parse(JSON.stringify(value)) as Json; // what a document can hold: no -0
        const request = await sent({ method: 'POST', body });
        expect(JSON.parse(request?.body ?? '')).toEqual(body);
        expect(request?.headers['Content-Type']).toBe('application/json');
      }),
      { numRuns: 100 },
    );
  });

  it('text as it is, called plain text', async () => {
    const request = await sent({ method: 'POST', body: '{"a": 1} and more' });
    expect(request).toMatchObject({
      body: '{"a": 1} and more',
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    });
  });

  it('the content type that the author gives, whatever its case, and JSON under it', async () => {
    const request = await sent({
      method: 'PATCH',
      headers: { 'content-type': 'application/strategic-merge-patch+json' },
      body: { spec: { replicas: 3 } },
    });
    expect(request).toMatchObject({ body: '{"spec":{"replicas":3}}' });
    expect(request?.headers).toEqual({
      'content-type': 'application/strategic-merge-patch+json',
      'Idempotency-Key': IDEMPOTENCY_KEY,
    });
  });

  it('an object as a form when the content type says so', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = { name: 'a b&c', tag: ['x', 'y'], none: null, ok: true };
    expect(await sent({ method: 'POST', headers, body })).toMatchObject({ body: 'name=a+b%26c&tag=x&tag=y&ok=true' });
  });

  it('no body with GET and HEAD, and warns that it was left out', async () => {
    for (const method of ['GET', 'HEAD']) {
      const { requests, warnings } = await call({ method, body: { a: 1 } });
      expect(requests[0]).not.toHaveProperty('body');
      expect(warnings).toEqual(['body-not-sent']);
    }
  });

  it.each([
    ['POST', IDEMPOTENCY_KEY],
    ['PATCH', IDEMPOTENCY_KEY],
    ['PUT', IDEMPOTENCY_KEY],
    ['DELETE', IDEMPOTENCY_KEY],
    ['GET', IDEMPOTENCY_KEY],
    ['HEAD', IDEMPOTENCY_KEY],
    ['OPTIONS', IDEMPOTENCY_KEY],
  ])('with %s the idempotency key %s', async (method, key) => {
    expect((await sent({ method }))?.headers['Idempotency-Key']).toBe(key);
  });

  it("the author's own idempotency key instead of the stage's", async () => {
    expect((await sent({ method: 'POST', headers: { 'idempotency-key': 'mine' } }))?.headers).toEqual({
      'idempotency-key': 'mine',
    });
  });

  it('a method in any case', async () => {
    expect((await sent({ method: 'post' }))?.method).toBe('POST');
  });

  it('numbers and booleans in headers as text, and leaves null ones out', async () => {
    expect((await sent({ headers: { 'X-Try': 3, 'X-Dry': false, 'X-None': null } }))?.headers).toEqual({
      'X-Try': '3',
      'X-Dry': 'false',
      'Idempotency-Key': IDEMPOTENCY_KEY,
    });
  });

  it.each([
    [URL, `${URL}?a=1&b=x%20y%26z&c=1&c=2&d=false`],
    [`${URL}?q=0`, `${URL}?q=0&a=1&b=x%20y%26z&c=1&c=2&d=false`],
    [`${URL}?`, `${URL}?a=1&b=x%20y%26z&c=1&c=2&d=false`],
    [`${URL}?q=0&`, `${URL}?q=0&a=1&b=x%20y%26z&c=1&c=2&d=false`],
    [`${URL}#top`, `${URL}?a=1&b=x%20y%26z&c=1&c=2&d=false#top`],
  ])('query parameters of %s encoded, lists repeated, null left out', async (url, expected) => {
    const query_params = { a: 1, b: 'x y&z', c: [1, null, 2], d: false, e: null };
    expect((await sent({ url, query_params }))?.url).toBe(expected);
  });

  it('query parameters that arrive as they were given', async () => {
    const name = fc.string().filter((text) => text !== '__proto__'); // never a key of a JSON object
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, fc.string()), async (query_params) => {
        const request = await sent({ query_params });
        expect([...new globalThis.URL(request?.url ?? '').searchParams]).toEqual(Object.entries(query_params));
      }),
      { numRuns: 100 },
    );
  });

  it('the redirect and size settings of the stage', async () => {
    expect(await sent({ follow_redirects: true, max_response_bytes: 10 })).toMatchObject({
      followRedirects: true,
      maxResponseBytes: 10,
    });
  });
});

describe('http_request refuses', () => {
  it.each([
    ['Host', 'is set by the HTTP client itself: remove it'],
    ['content-length', 'is set by the HTTP client itself: remove it'],
    ['Transfer-Encoding', 'is set by the HTTP client itself: remove it'],
    ['Connection', 'is set by the HTTP client itself: remove it'],
    ['X Y', 'is no name of a header: use letters, digits and hyphens'],
    ['', 'is no name of a header: use letters, digits and hyphens'],
    ['X\r\nY', 'is no name of a header: use letters, digits and hyphens'],
  ])('the header %j', (name, message) => {
    expect(configProblems(httpRequest, { url: URL, headers: { [name]: 'a' } })).toEqual([
      `headers.${name}: ${message}`,
    ]);
  });

  it.each(['a\r\nX-Evil: 1', 'a\nb', 'a\0b', 'token\n'])('the header value %j without repeating it', (value) => {
    const problems = configProblems(httpRequest, { url: URL, headers: { 'X-Token': value } });
    expect(problems).toEqual([
      'headers.X-Token: has a line break or NUL in its value; trim the value (a secret with a line break at its end is the usual cause)',
    ]);
  });

  it('a header value that no header can carry, without repeating it', () => {
    expect(configProblems(httpRequest, { url: URL, headers: { 'X-Name': 'snow ☃' } })).toEqual([
      'headers.X-Name: has characters that a header cannot carry; encode the value, e.g. with urlencode',
    ]);
  });

  it('two headers that differ only in case', () => {
    expect(configProblems(httpRequest, { url: URL, headers: { Accept: 'a', accept: 'b' } })).toEqual([
      'headers.accept: is given twice, also as "Accept": keep one of them',
    ]);
  });

  it.each([
    ['/relative', '"/relative" is no absolute address: url must read https://host/path'],
    ['ftp://example.com/x', 'url begins with "ftp:", but only http: and https: can be called'],
    ['file:///etc/passwd', 'url begins with "file:", but only http: and https: can be called'],
    ['https://me:pw@example.com/', 'url has credentials before its host; send them in an Authorization header'],
  ])('the address %s', async (url, message) => {
    await expect(call({ url })).rejects.toMatchObject({ type: 'VALIDATION', message, retryable: false });
  });

  it('a nested object in a form', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    await expect(call({ method: 'POST', headers, body: { a: { b: 1 } } })).rejects.toMatchObject({
      type: 'VALIDATION',
      message: 'body.a is an object, which a form cannot carry; send JSON, or write the field as text',
    });
  });

  it('a body of more than 1 MB, counted in bytes, before it is sent', async () => {
    const most = 'ü'.repeat(524_288);
    expect((await sent({ method: 'POST', body: most }))?.body).toBe(most);
    await expect(call({ method: 'POST', body: `${most}.` })).rejects.toMatchObject({
      type: 'LIMIT',
      message:
        'config.body has 1048577 bytes; a request has at most 1048576 (1 MB). Send it in parts, or send a link to it',
      retryable: false,
    });
  });

  it('half a character in a query parameter', async () => {
    await expect(call({ query_params: { q: '\ud800' } })).rejects.toMatchObject({ type: 'VALIDATION' });
  });

  it.each([
    [{}, 'url'],
    [{ url: '' }, 'url'],
    [{ url: URL, method: 'TRACE' }, 'method'],
    [{ url: URL, query_params: { a: { b: 1 } } }, 'query_params.a'],
    [{ url: URL, expect_status: 99 }, 'expect_status'],
    [{ url: URL, expect_status: 'ok' }, 'expect_status'],
    [{ url: URL, expect_status: [] }, 'expect_status'],
    [{ url: URL, max_response_bytes: 0 }, 'max_response_bytes'],
    [{ url: URL, max_response_bytes: 10_485_761 }, 'max_response_bytes'],
    [{ url: URL, follow_redirects: 'yes' }, 'follow_redirects'],
    [{ url: URL, retrys: 3 }, ''],
  ] as [JsonObject, string][])('the config %j, at %s', (config, place) => {
    expect(configProblems(httpRequest, config).map((problem) => problem.split(': ')[0])).toEqual([place]);
  });
});

describe('http_request reads', () => {
  it('an answer into status, headers, body, success, time and address', async () => {
    const response = { status: 201, headers: { ...JSON_TYPE, 'X-Id': '7' }, body: '{"id": 7}', delayMs: 25 };
    expect(await outputOf(response, { method: 'POST', query_params: { a: 1 } })).toEqual({
      status_code: 201,
      headers: { 'content-type': 'application/json; charset=utf-8', 'x-id': '7' },
      body: { id: 7 },
      success: true,
      elapsed_ms: 25,
      url: `${URL}?a=1`,
    });
  });

  it.each([
    ['application/json', { a: 1 }],
    ['APPLICATION/JSON', { a: 1 }],
    ['application/problem+json; charset=utf-8', { a: 1 }],
    ['text/json', { a: 1 }],
    ['text/plain', '{"a":1}'],
    ['application/jsonlines', '{"a":1}'],
    ['', '{"a":1}'],
  ])('a body of type "%s" as %j', async (type, body) => {
    expect(await outputOf({ status: 200, headers: { 'Content-Type': type }, body: '{"a":1}' })).toMatchObject({ body });
  });

  it('text as it is, NUL and half characters included', async () => {
    const body = 'a\0b\ud800 {{secrets.X}} <b>';
    expect(await outputOf({ status: 200, body })).toMatchObject({ body });
  });

  it.each([
    ['GET', 204],
    ['POST', 200],
    ['HEAD', 200],
    ['PATCH', 202],
  ])('an empty JSON answer to %s with %i as null', async (method, status) => {
    expect(await outputOf({ status, headers: JSON_TYPE }, { method })).toMatchObject({ body: null });
  });

  it('an empty JSON answer to GET as null, and warns', async () => {
    const { output, warnings } = await call({}, { status: 200, headers: JSON_TYPE, body: '' });
    expect([output, warnings]).toEqual([expect.objectContaining({ status_code: 200, body: null }), ['empty-json']]);
  });

  it('numbers that are too large to be exact as text, and warns', async () => {
    const body = '{"id":12345678901234567890,"big":1e400,"fine":9007199254740991,"pi":3.14159265358979323846}';
    const { output, warnings } = await call({}, { status: 200, headers: JSON_TYPE, body });
    expect(output).toMatchObject({
      body: { id: '12345678901234567890', big: '1e400', fine: 9007199254740991, pi: Math.PI },
    });
    expect(warnings).toEqual(['number-kept-as-text']);
  });

  it('success only for 2xx, also among expected statuses', async () => {
    expect(await outputOf({ status: 404 }, { expect_status: [200, 404] })).toMatchObject({ success: false });
  });

  it.each([
    [undefined, [200, 204, 299], [199, 300, 304, 404]],
    [404, [404], [200, 403, 405]],
    ['404', [404], [200]],
    ['200-204', [200, 204], [205, 199]],
    ['2xx, 404', [200, 299, 404], [300, 403]],
    [
      [200, '400-404'],
      [200, 400, 404],
      [201, 405],
    ],
  ] as [Json | undefined, number[], number[]][])('expect_status %j', async (expect_status, accepted, refused) => {
    const config: JsonObject = expect_status === undefined ? {} : { expect_status };
    for (const status of accepted) expect(await outputOf({ status }, config)).toMatchObject({ status_code: status });
    for (const status of refused) {
      expect(await failureOf({ status }, config)).toMatchObject({ details: { response: { status_code: status } } });
    }
  });
});

describe('http_request reads bytes that are no text', () => {
  const base64 = (headers: Record<string, string>) =>
    toOutput(
      {
        request: { method: 'GET', url: URL, headers: {}, followRedirects: false, maxResponseBytes: 1000 },
        response: { status: 200, headers, body: 'iVBORw==', bodyEncoding: 'base64', elapsedMs: 1 },
        expected: [{ from: 200, to: 299 }],
      },
      { warn: (code) => void warned.push(code) },
    );
  const warned: string[] = [];

  it('as base64, and says so', () => {
    expect(HttpRequestOutput.parse(base64({ 'content-type': 'image/png' }))).toMatchObject({
      body: 'iVBORw==',
      body_encoding: 'base64',
    });
    expect(warned).toEqual(['body-is-base64']);
  });

  it('as a failure when they are said to be JSON', () => {
    expect(() => base64({ 'content-type': 'application/json' })).toThrow('the body is not UTF-8 text');
  });
});

describe('http_request fails', () => {
  it.each([
    [301, 'EXECUTION', false],
    [400, 'EXECUTION', false],
    [401, 'SECURITY', false],
    [403, 'SECURITY', false],
    [404, 'EXECUTION', false],
    [408, 'TIMEOUT', true],
    [422, 'EXECUTION', false],
    [425, 'EXECUTION', true],
    [429, 'CONNECTIVITY', true],
    [500, 'CONNECTIVITY', true],
    [501, 'CONNECTIVITY', false],
    [502, 'CONNECTIVITY', true],
    [503, 'CONNECTIVITY', true],
    [504, 'TIMEOUT', true],
    [599, 'CONNECTIVITY', false],
  ])('on %i as %s, retryable %s', async (status, type, retryable) => {
    expect(await failureOf({ status })).toMatchObject({ name: 'ComponentError', type, retryable });
  });

  it('with the whole answer in details', async () => {
    const response = { status: 503, headers: { ...JSON_TYPE, 'Retry-After': '7' }, body: '{"ok":false}', delayMs: 5 };
    expect(await failureOf(response)).toMatchObject({
      message: `GET ${URL} answered 503 Service Unavailable; expected 200–299`,
      details: {
        response: {
          status_code: 503,
          headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '7' },
          body: { ok: false },
          success: false,
          elapsed_ms: 5,
          url: URL,
        },
      },
    });
  });

  it('with advice where the status alone says too little', async () => {
    expect(await failureOf({ status: 401 }, { expect_status: [200, '404-409'] })).toMatchObject({
      message: `GET ${URL} answered 401 Unauthorized; expected 200, 404–409. Check the credentials in config.headers.`,
    });
  });

  it('by its status also when its body is broken JSON', async () => {
    expect(await failureOf({ status: 502, headers: JSON_TYPE, body: '<html>' })).toMatchObject({
      type: 'CONNECTIVITY',
      details: { response: { body: '<html>' } },
    });
  });

  it.each([
    [
      '<!doctype html><p>Sign in',
      'VALIDATION',
      'the body is HTML instead of JSON and begins with "<!doctype html><p>Sign in"',
    ],
    ['{"a":', 'VALIDATION', 'the body is no JSON and begins with "{"a":"'],
    ['{"__proto__": {"x": 1}}', 'VALIDATION', 'the body has the key "__proto__" and begins with'],
    ['{"__pr\\u006fto__": 1}', 'VALIDATION', 'the body has the key "__proto__" and begins with'],
    [`${'['.repeat(101)}${']'.repeat(101)}`, 'LIMIT', 'the body is nested deeper than 100 levels and begins with'],
    ['['.repeat(1_000_000), 'LIMIT', 'the body is nested deeper than 100 levels and begins with'],
    [
      `token refused: ${'s'.repeat(80)}`,
      'VALIDATION',
      'the body is no JSON and begins with "token refused: …"', // masking finds whole secrets only
    ],
  ])('on JSON that is %#: %.30s', async (body, type, what) => {
    const error = await failureOf({ status: 200, headers: JSON_TYPE, body });
    expect(error).toMatchObject({ type, retryable: false, details: { response: { status_code: 200, body } } });
    expect(String(error)).toContain(
      `GET ${URL} answered 200 OK with content type application/json; charset=utf-8, but ${what}`,
    );
  });

  it('on an answer that is larger than it may be', async () => {
    expect(await failureOf({ status: 200, body: 'é'.repeat(6) }, { max_response_bytes: 11 })).toMatchObject({
      type: 'LIMIT',
    });
  });

  it('not on brackets inside of strings, however many', async () => {
    const body = JSON.stringify({ text: '[{"\\'.repeat(1000) });
    expect(await outputOf({ status: 200, headers: JSON_TYPE, body })).toMatchObject({ body: JSON.parse(body) });
  });
});

describe('http_request, whatever the answer,', () => {
  const anyResponse = fc.record({
    status: fc.integer({ min: 100, max: 599 }),
    headers: fc.record({ 'Content-Type': fc.constantFrom('application/json', 'text/html', 'a/b+json', '', ';') }),
    body: fc.oneof(fc.string(), fc.json(), fc.constant(''), fc.constant('{"__proto__":1}')),
  });

  it('gives an output or a failure with one, both as the output schema says', async () => {
    await fc.assert(
      fc.asyncProperty(anyResponse, fc.constantFrom('GET', 'POST', 'HEAD'), async (response, method) => {
        const result = await call({ method }, response).then(
          ({ output }) => output,
          (error: unknown) => {
            if (!(error instanceof ComponentError)) throw error;
            return (error.details as { response: Json }).response; // what the schema below checks
          },
        );
        expect(httpRequest.output.parse(result)).toEqual(result);
        expect(result).toMatchObject({ status_code: response.status });
      }),
      { numRuns: 300 },
    );
  });
});
