import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { ComponentError } from '@flowmason/engine';
import { describe, expect, it } from 'vitest';
import { context, failureOf, listenOn, request, useGateBench } from './gate-bench.test-support.ts';
import { findClosedPort } from './http-services.test-support.ts';

const { serve, gateWith } = useGateBench();

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
    expect((await gateWith({}, { isSimulated: true }).http(request(service.url), context())).record.simulated).toBe(
      true,
    );
  });

  it('keeps the text of a redirect that is not followed', async () => {
    const service = await serve((_, res) => res.writeHead(302, { Location: '/elsewhere' }).end('moved'));
    expect(await gateWith().http(request(service.url), context())).toMatchObject({ status: 302, body: 'moved' });
    expect(service.received).toHaveLength(1);
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

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH\r\n'],
    ['no status that there is', 'HTTP/1.1 000 X\r\nContent-Length: 0\r\n\r\n'],
    ['a status of four digits', 'HTTP/1.1 2000 X\r\nContent-Length: 0\r\n\r\n'],
  ])('says that the other side speaks something else than HTTP: %s', async (_what, answer) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined); // the client hangs up on it
      socket.once('data', () => socket.end(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const error = await failureOf(gateWith().http(request(`http://127.0.0.1:${port}`), context()));
    server.close();
    expect(error).toMatchObject({ type: 'CONNECTIVITY', message: expect.stringContaining('is not HTTP') });
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
    const error = await failureOf(gateWith({}, { answerTimeMs: 60 }).http(request(service.url), context()));
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
