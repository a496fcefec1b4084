import { createServer as createTcpServer } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { context, failureOf, listenOn, request, useGateBench } from './gate-bench.test-support.ts';

const { serve, gateWith } = useGateBench();

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

describe('an answer that ends before its announced end', () => {
  const gzipped = gzipSync('{"ok":true}');
  it.each([
    ['in its length', 'Content-Length: 10\r\n\r\n', 'okay'],
    ['in its length, with nothing of it', 'Content-Length: 10\r\n\r\n', ''],
    ['in its length, as JSON that is whole', 'Content-Type: application/json\r\nContent-Length: 20\r\n\r\n', '{"a":1}'],
    ['in its chunks', 'Transfer-Encoding: chunked\r\n\r\n', '4\r\nokay\r\n'],
    ['inside a chunk', 'Transfer-Encoding: chunked\r\n\r\n', 'a\r\nokay'],
    [
      'in its length, as an encoding that is whole',
      `Content-Encoding: gzip\r\nContent-Length: ${gzipped.length + 5}\r\n\r\n`,
      gzipped,
    ],
  ])('%s fails, and may be tried again', async (_, head, body) => {
    const server = createTcpServer((socket) => {
      socket.on('error', () => {}); // a client that notices hangs up
      socket.once('data', () =>
        socket.end(Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${head}`), Buffer.from(body)])),
      );
    });
    const error = await failureOf(gateWith().http(request(await listenOn(server)), context()));
    server.close();
    expect(error).toMatchObject({ type: 'CONNECTIVITY', wasSent: true, retryable: true });
    expect(error.message).toContain('closed the connection before the answer was complete');
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
