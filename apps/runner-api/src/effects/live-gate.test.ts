import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { ComponentError, type EffectContext, EffectError, type EffectGate, type HttpRequest } from '@flowmason/engine';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callContext } from './call-context.test-support.ts';
import { type AddressPolicy, createGuardedClient } from './guarded-client.ts';
import { NO_GUARD } from './host-guard.ts';
import { findClosedPort, type ReceivedCall, startService, type TestService } from './http-services.test-support.ts';
import { createHttpTransport, type HttpTransport } from './http-transport.ts';
import { createLiveGate } from './live-gate.ts';
import { createModelCaller } from './model-caller.ts';
import { createOwnEndpoints } from './own-endpoints.ts';
import { createSystemClock } from './system-clock.ts';

const NO_RULES: AddressPolicy = {
  rewrite: () => undefined,
  refusalOf: () => undefined,
  holdsSecret: () => false,
  addressRuleFor: () => undefined,
};

let transport: HttpTransport;
let services: TestService[];
beforeEach(() => {
  transport = createHttpTransport({ own: createOwnEndpoints() });
  services = [];
});
afterEach(async () => {
  await transport.close();
  await Promise.all(services.map((service) => service.close()));
});

async function serve(...args: Parameters<typeof startService>): Promise<TestService> {
  const service = await startService(...args);
  services.push(service);
  return service;
}

function gateWith(policy: Partial<AddressPolicy> = {}, isSimulated = false, answerTimeMs = 60_000): EffectGate {
  const clock = createSystemClock();
  const client = createGuardedClient({ transport, policy: { ...NO_RULES, ...policy }, hosts: NO_GUARD, answerTimeMs });
  const models = createModelCaller({ providers: [], client, clock, isSimulated });
  return createLiveGate({ clock, client, models, isSimulated });
}

function request(url: string, rest: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, headers: {}, followRedirects: false, maxResponseBytes: 1024 * 1024, ...rest };
}

function context(signal: AbortSignal = new AbortController().signal): EffectContext {
  return callContext({ signal });
}

async function listenOn(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return `http://127.0.0.1:${port}`;
}

async function failureOf(promise: Promise<unknown>): Promise<EffectError> {
  const error: unknown = await promise.then(
    () => new Error('the call succeeded'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof EffectError)) throw error;
  return error;
}

describe('an answer', () => {
  it('comes back with lower-case headers, text and the record of what left', async () => {
    const service = await serve((_, res) =>
      res.writeHead(201, { 'X-Id': '7', 'Set-Cookie': ['a=1', 'b=2'] }).end('{"a":1}'),
    );
    const answer = await gateWith().http(
      request(`${service.url}/x?y=1`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{"b":2}',
      }),
      context(),
    );
    expect(answer).toMatchObject({ status: 201, body: '{"a":1}', headers: { 'x-id': '7', 'set-cookie': 'a=1, b=2' } });
    expect(answer.record).toMatchObject({
      request: {
        method: 'POST',
        url: `${service.url}/x?y=1`,
        headers: { 'Content-Type': 'application/json' },
        body: { b: 2 },
      },
      response: { status_code: 201, body: { a: 1 } },
    });
    expect(answer.record).not.toHaveProperty('originalUrl');
    expect(service.received).toMatchObject([{ method: 'POST', url: '/x?y=1', body: '{"b":2}' }]);
  });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])('is decoded when it is encoded with %s', async (encoding, encode) => {
    const service = await serve((_, res) => res.writeHead(200, { 'Content-Encoding': encoding }).end(encode('grüße')));
    expect((await gateWith().http(request(service.url), context())).body).toBe('grüße');
  });

  it('is decoded when it is encoded twice', async () => {
    const twice = brotliCompressSync(gzipSync('text'));
    const service = await serve((_, res) => res.writeHead(200, { 'Content-Encoding': 'gzip, br' }).end(twice));
    expect((await gateWith().http(request(service.url), context())).body).toBe('text');
  });

  it.each([204, 304])('with status %i has no body', async (status) => {
    const service = await serve((_, res) => res.writeHead(status, { 'Content-Encoding': 'gzip' }).end());
    expect(await gateWith().http(request(service.url), context())).toMatchObject({ status, body: '' });
  });

  it('to HEAD has no body', async () => {
    const service = await serve((_, res) =>
      res.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Length': 9 }).end(),
    );
    expect(await gateWith().http(request(service.url, { method: 'HEAD' }), context())).toMatchObject({ body: '' });
  });

  it('of exactly the size limit is taken', async () => {
    const service = await serve((_, res) => res.end('x'.repeat(100)));
    expect((await gateWith().http(request(service.url, { maxResponseBytes: 100 }), context())).body).toHaveLength(100);
  });

  it('is marked as simulated behind a gate to simulated services', async () => {
    const service = await serve((_, res) => res.end());
    expect((await gateWith({}, true).http(request(service.url), context())).record.simulated).toBe(true);
  });

  it('keeps the text of a redirect that is not followed', async () => {
    const service = await serve((_, res) => res.writeHead(302, { Location: '/elsewhere' }).end('moved'));
    expect(await gateWith().http(request(service.url), context())).toMatchObject({ status: 302, body: 'moved' });
    expect(service.received).toHaveLength(1);
  });
});

describe('the charset of an answer', () => {
  it.each([
    ['text/plain; charset=ISO-8859-1', Buffer.from('f\xfcr', 'latin1')],
    ['application/json;charset="utf-16le"', Buffer.from('f\xfcr', 'utf16le')],
    ['text/plain', Buffer.from('f\xfcr')],
  ])('is that of its type %s', async (type, bytes) => {
    const service = await serve((_, res) => res.writeHead(200, { 'Content-Type': type }).end(bytes));
    expect((await gateWith().http(request(service.url), context())).body).toBe('f\xfcr');
  });
});

describe('an answer that is no text', () => {
  it.each([
    ['in any charset that exists', { 'Content-Type': 'a/b; charset=x-own' }, 'plain'],
    ['in UTF-8', {}, 'f\xfcr'],
    ['in the charset that it claims', { 'Content-Type': 'text/plain; charset=utf-8' }, '\xff\xfe\x00a'],
    ['at all', { 'Content-Type': 'image/png' }, '\x89PNG\r\n\x1a\n'],
  ])('%s is kept byte for byte, and says so', async (_, headers, latin1) => {
    const bytes = Buffer.from(latin1, 'latin1');
    const service = await serve((_call, res) => res.writeHead(200, headers).end(bytes));
    const answer = await gateWith().http(request(service.url), context());
    expect(answer).toMatchObject({ body: bytes.toString('base64'), bodyEncoding: 'base64' });
  });
});

describe('an answer that is refused', () => {
  it('is larger than the limit', async () => {
    const service = await serve((_, res) => res.end('x'.repeat(101)));
    const error = await failureOf(gateWith().http(request(service.url, { maxResponseBytes: 100 }), context()));
    expect(error).toMatchObject({ type: 'LIMIT', wasSent: true, retryable: false });
    expect(error.message).toContain('larger than the 100 bytes of max_response_bytes');
  });

  it('unfolds to more than the limit, without being held in memory', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    const service = await serve((_, res) => res.writeHead(200, { 'Content-Encoding': 'gzip' }).end(bomb));
    const before = process.memoryUsage().rss;
    expect(await failureOf(gateWith().http(request(service.url), context()))).toMatchObject({ type: 'LIMIT' });
    expect(process.memoryUsage().rss - before).toBeLessThan(80 * 1024 * 1024);
  });

  it.each([
    [
      'is not in its encoding',
      { 'Content-Encoding': 'gzip' },
      Buffer.from('plain'),
      'VALIDATION',
      'not in the encoding',
    ],
    ['has an encoding of its own', { 'Content-Encoding': 'x-own' }, Buffer.from('a'), 'VALIDATION', '"x-own"'],
    [
      'is cut off in its encoding',
      { 'Content-Encoding': 'gzip' },
      gzipSync('text').subarray(0, 20),
      'VALIDATION',
      'cut short',
    ],
    ['is encoded many times', { 'Content-Encoding': 'gzip, gzip, gzip' }, Buffer.from('a'), 'LIMIT', '3 times over'],
  ])('%s', async (_, headers, body, type, message) => {
    const service = await serve((_call, res) => res.writeHead(200, headers).end(body));
    const error = await failureOf(gateWith().http(request(service.url), context()));
    expect(error).toMatchObject({ type, wasSent: true, message: expect.stringContaining(message) });
  });

  it.each([
    ['gzip twice', 'gzip, gzip', (bytes: Buffer) => gzipSync(gzipSync(bytes))],
    ['brotli', 'br', (bytes: Buffer) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })],
    ['zstd', 'zstd', zstdCompressSync],
    ['deflate', 'deflate', deflateSync],
  ])(
    'unfolds to more than the limit by %s, without being held in memory',
    { timeout: 30_000 },
    async (_, encoding, encode) => {
      const bomb = encode(Buffer.alloc(96 * 1024 * 1024));
      const service = await serve((_call, res) => res.writeHead(200, { 'Content-Encoding': encoding }).end(bomb));
      const before = process.memoryUsage().rss;
      expect(await failureOf(gateWith().http(request(service.url), context()))).toMatchObject({ type: 'LIMIT' });
      expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
    },
  );

  it('has a thousand cookies that are more than 64 kB', async () => {
    const cookies = Array.from({ length: 1000 }, (_, index) => `cookie-${index}=${'x'.repeat(80)}`);
    const service = await serve((_, res) => res.writeHead(200, { 'Set-Cookie': cookies }).end());
    expect(await failureOf(gateWith().http(request(service.url), context()))).toMatchObject({ type: 'LIMIT' });
  });

  it('has headers without end', async () => {
    const service = await serve((_, res) => res.writeHead(200, { 'X-Long': 'x'.repeat(70_000) }).end());
    expect(await failureOf(gateWith().http(request(service.url), context()))).toMatchObject({ type: 'LIMIT' });
  });
});

describe('bytes behind the announced end of an answer', () => {
  const forged = 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged';

  it.each([
    ['are no part of it', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nokaymore', 'okay'],
    [
      'are no part of it after chunks',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nokay\r\n0\r\n\r\n',
      'okay',
    ],
  ])('%s, nor of the next one', async (_, first, body) => {
    let connections = 0;
    const server = createTcpServer((socket) => {
      connections += 1;
      socket.on('error', () => {}); // a client that notices hangs up
      socket.on('data', () => socket.write(first + forged));
    });
    const url = await listenOn(server);
    expect((await gateWith().http(request(url), context())).body).toBe(body);
    expect((await gateWith().http(request(url), context())).body).toBe(body);
    expect(connections).toBe(2);
    server.close();
  });

  it('are refused when two lengths are announced', async () => {
    const server = createTcpServer((socket) =>
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 8\r\n\r\nokaymore')),
    );
    const url = await listenOn(server);
    expect(await failureOf(gateWith().http(request(url), context()))).toMatchObject({ type: 'CONNECTIVITY' });
    server.close();
  });
});

describe('a call without an answer', () => {
  it('was not sent when nothing listens', async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}/health`;
    const error = await failureOf(gateWith().http(request(url), context()));
    expect(error).toMatchObject({ type: 'CONNECTIVITY', wasSent: false, retryable: true });
    expect(error.message).toMatch(
      /^GET http:\/\/127.* nothing listens at .* \(connection refused\)\. Start the service/,
    );
    expect(error.record).toMatchObject({ response: { status_code: 0, error: error.message } });
  });

  it('was not sent when the name is unknown', async () => {
    const error = await failureOf(gateWith().http(request('http://nobody.invalid/x'), context()));
    expect(error).toMatchObject({ type: 'CONNECTIVITY', wasSent: false });
    expect(error.message).toContain('the name nobody.invalid is not known');
  });

  it('was sent when the service hangs up', async () => {
    const service = await serve((_, res) => res.destroy());
    const error = await failureOf(gateWith().http(request(service.url, { method: 'POST', body: '{}' }), context()));
    expect(error).toMatchObject({ type: 'CONNECTIVITY', wasSent: true, retryable: true });
  });

  it('was sent when the answer stops before its announced end', async () => {
    const service = await serve((_, res) => {
      res.writeHead(200, { 'Content-Length': 100 });
      res.write('only this');
      setImmediate(() => res.destroy());
    });
    expect(await failureOf(gateWith().http(request(service.url), context()))).toMatchObject({
      type: 'CONNECTIVITY',
      wasSent: true,
    });
  });

  it('says that the other side speaks something else than HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const error = await failureOf(gateWith().http(request(`http://127.0.0.1:${port}`), context()));
    server.close();
    expect(error.message).toContain('is not HTTP');
  });

  it('says that the other side has no TLS', async () => {
    const service = await serve((_, res) => res.end());
    const url = service.url.replace('http:', 'https:');
    const error = await failureOf(gateWith().http(request(url), context()));
    expect(error).toMatchObject({ wasSent: false, message: expect.stringContaining('does not speak TLS') });
  });

  it('ends when its signal aborts, with the type that the reason has', async () => {
    const service = await serve(() => {});
    const controller = new AbortController();
    const call = failureOf(gateWith().http(request(service.url), context(controller.signal)));
    await expect.poll(() => service.received.length, { timeout: 10_000 }).toBe(1);
    controller.abort(new ComponentError('TIMEOUT', 'too slow'));
    expect(await call).toMatchObject({ type: 'TIMEOUT', wasSent: true });
  });

  it('ends when an answer drips for longer than any may take', async () => {
    const service = await serve((_, res) => {
      const timer = setInterval(() => res.write('.'), 5);
      res.on('close', () => clearInterval(timer));
    });
    const error = await failureOf(gateWith({}, false, 60).http(request(service.url), context()));
    expect(error).toMatchObject({ type: 'TIMEOUT', wasSent: true, retryable: true });
    expect(error.message).toContain('the answer took longer than 60 ms to arrive. Set timeout_ms to give up earlier');
  });

  it('ends when its signal aborts while headers drip', async () => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {}); // the client hangs up in the middle of a write
      socket.write('HTTP/1.1 200 OK\r\n');
      const timer = setInterval(() => socket.write('X-More: y\r\n'), 5);
      socket.on('close', () => clearInterval(timer));
    });
    const url = await listenOn(server);
    const call = gateWith().http(request(url), context(AbortSignal.timeout(60)));
    expect(await failureOf(call)).toMatchObject({ type: 'CANCELLED', wasSent: true });
    server.close();
  });

  it('ends when its signal aborts while an answer drips', async () => {
    const service = await serve((_, res) => {
      const timer = setInterval(() => res.write('.'), 5);
      res.on('close', () => clearInterval(timer));
    });
    const call = gateWith().http(request(service.url), context(AbortSignal.timeout(60)));
    expect(await failureOf(call)).toMatchObject({ type: 'CANCELLED', wasSent: true });
  });
});

describe('an address that is not called', () => {
  it.each([
    ['http://169.254.169.254/latest/meta-data', 'metadata service'],
    ['http://2852039166/', 'metadata service'],
    ['http://[::ffff:169.254.169.254]/', 'metadata service'],
    ['http://metadata.google.internal/', 'metadata service'],
    ['ftp://files.example/x', 'only http and https'],
    ['file:///etc/passwd', 'only http and https'],
    ['http://user:pass@127.0.0.1/', 'Authorization header'],
  ])('is %s', async (url, message) => {
    const error = await failureOf(gateWith().http(request(url), context()));
    expect(error).toMatchObject({ type: 'SECURITY', wasSent: false, retryable: false });
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('pass@');
  });

  it('is one that the profile refuses', async () => {
    const gate = gateWith({ refusalOf: () => 'the profile denies "http://a"' });
    const error = await failureOf(gate.http(request('http://a/x'), context()));
    expect(error).toMatchObject({
      type: 'SECURITY',
      message: 'GET http://a/x is not called: the profile denies "http://a".',
    });
  });

  it('is a metadata service also when a rewrite leads there', async () => {
    const gate = gateWith({ rewrite: () => new URL('http://169.254.169.254/') });
    expect(await failureOf(gate.http(request('http://a/x'), context()))).toMatchObject({ type: 'SECURITY' });
  });
});

describe('a rewritten call', () => {
  it('reaches the other address, and is recorded with both', async () => {
    const service = await serve((_, res) => res.end('ok'));
    const gate = gateWith({ rewrite: ({ pathname, search }) => new URL(`${service.url}/world${pathname}${search}`) });
    const answer = await gate.http(request('https://api.github.com/repos?x=1'), context());
    expect(answer.record).toMatchObject({
      request: { url: `${service.url}/world/repos?x=1` },
      originalUrl: 'https://api.github.com/repos?x=1',
    });
    expect(service.received).toMatchObject([{ url: '/world/repos?x=1' }]);
  });

  it('names the address that did not answer', async () => {
    const url = `http://127.0.0.1:${await findClosedPort()}/`;
    const error = await failureOf(
      gateWith({ rewrite: () => new URL(url) }).http(request('https://api.github.com/x'), context()),
    );
    expect(error.message).toMatch(
      /^GET https:\/\/api\.github\.com\/x \(rewritten to http:\/\/127.*the profile's rewrite/,
    );
  });
});

describe('a redirect that is followed', () => {
  const secretHeaders = { Authorization: 'Bearer t', 'X-Api-Key': 'k', Accept: 'text/plain' };

  it('takes everything along within the same origin', async () => {
    const service = await serve((call, res) => {
      if (call.url === '/a') res.writeHead(307, { Location: '/b' }).end();
      else res.end('there');
    });
    const answer = await gateWith().http(
      request(`${service.url}/a`, { method: 'POST', body: 'x', headers: secretHeaders, followRedirects: true }),
      context(),
    );
    expect(answer).toMatchObject({ status: 200, body: 'there' });
    expect(service.received[1]).toMatchObject({ method: 'POST', body: 'x', headers: { authorization: 'Bearer t' } });
  });

  it('leaves every header that may be secret behind when it leads to another origin', async () => {
    const other = await serve((_, res) => res.end('there'));
    const service = await serve((_, res) => res.writeHead(302, { Location: `${other.url}/x` }).end());
    await gateWith().http(request(service.url, { headers: secretHeaders, followRedirects: true }), context());
    expect(other.received[0]?.headers).toMatchObject({ accept: 'text/plain' });
    expect(Object.keys(other.received[0]?.headers ?? {})).not.toContain('authorization');
    expect(Object.keys(other.received[0]?.headers ?? {})).not.toContain('x-api-key');
  });

  it('becomes a GET without a body after 303', async () => {
    const service = await serve((call: ReceivedCall, res) => {
      if (call.method === 'PUT') res.writeHead(303, { Location: '/result' }).end();
      else res.end('result');
    });
    await gateWith().http(
      request(service.url, {
        method: 'PUT',
        body: '{}',
        headers: { 'Content-Type': 'application/json' },
        followRedirects: true,
      }),
      context(),
    );
    expect(service.received[1]).toMatchObject({ method: 'GET', url: '/result', body: '' });
    expect(service.received[1]?.headers['content-type']).toBeUndefined();
  });

  it('does not carry a body to another origin', async () => {
    const other = await serve((_, res) => res.end());
    const service = await serve((_, res) => res.writeHead(308, { Location: other.url }).end());
    const call = gateWith().http(
      request(service.url, { method: 'PUT', body: 'secret', followRedirects: true }),
      context(),
    );
    expect(await failureOf(call)).toMatchObject({ type: 'SECURITY' });
    expect(other.received).toEqual([]);
  });

  it('does not carry a secret in its address to another origin', async () => {
    const other = await serve((_, res) => res.end());
    const service = await serve((_, res) => res.writeHead(302, { Location: `${other.url}/?token=s3cret` }).end());
    const gate = gateWith({ holdsSecret: (text) => text.includes('s3cret') });
    const error = await failureOf(gate.http(request(service.url, { followRedirects: true }), context()));
    expect(error).toMatchObject({ type: 'SECURITY', message: expect.stringContaining('with a secret in the address') });
    expect(other.received).toEqual([]);
  });

  it('does not lead from https to plain http', async () => {
    const gate = gateWith({ rewrite: () => new URL(plain.url) });
    const plain = await serve((_, res) => res.writeHead(302, { Location: 'http://api.example/x' }).end());
    const call = gate.http(request('https://api.example/', { followRedirects: true }), context());
    expect(await failureOf(call)).toMatchObject({ message: expect.stringContaining('from https to plain http') });
    expect(plain.received).toHaveLength(1);
  });

  it.each(['http://169.254.169.254/', 'file:///etc/passwd', 'ftp://files.example/', 'unix:///run/x.sock'])(
    'does not lead to %s',
    async (location) => {
      const service = await serve((_, res) => res.writeHead(302, { Location: location }).end());
      const call = gateWith().http(request(service.url, { followRedirects: true }), context());
      expect(await failureOf(call)).toMatchObject({ type: 'SECURITY' });
    },
  );

  it('ends after five hops', async () => {
    const service = await serve((call, res) => res.writeHead(302, { Location: `${call.url}x` }).end());
    const call = gateWith().http(request(service.url, { followRedirects: true }), context());
    expect(await failureOf(call)).toMatchObject({
      type: 'EXECUTION',
      message: expect.stringContaining('more than 5 times'),
    });
    expect(service.received).toHaveLength(6);
  });
});
