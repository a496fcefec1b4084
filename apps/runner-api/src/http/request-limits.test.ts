import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from './api.test-support.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const HEAD = 'Host: localhost\r\nConnection: close\r\n';
const JSON_HEAD = `${HEAD}Content-Type: application/json\r\n`;

/** The status of the answer to bytes exactly as they are. */
async function statusOf(request: string): Promise<string | undefined> {
  const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const answer = text(socket);
  socket.write(request);
  return (await answer).split('\r\n')[0]?.split(' ')[1];
}

describe('a request that is too much', () => {
  it.each([
    ['an address of 9 kB', `GET /api/v1/runs?x=${'a'.repeat(9000)} HTTP/1.1\r\n${HEAD}\r\n`, '414'],
    ['an address of 20 kB', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${HEAD}\r\n`, '431'],
    ['a header of 20 kB', `GET / HTTP/1.1\r\n${HEAD}X-Long: ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
    ['a token of 20 kB', `GET / HTTP/1.1\r\n${HEAD}Authorization: Bearer ${'a'.repeat(20_000)}\r\n\r\n`, '431'],
    [
      'a body that says it has 100 MB',
      `POST /api/v1/runs HTTP/1.1\r\n${JSON_HEAD}Content-Length: 104857600\r\n\r\n{`,
      '413',
    ],
    [
      'a body of 2 MB in parts',
      `POST /api/v1/runs HTTP/1.1\r\n${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n200000\r\n${' '.repeat(0x200000)}\r\n0\r\n\r\n`,
      '413',
    ],
    ['a sign-in of 5 kB', `POST /api/v1/session HTTP/1.1\r\n${JSON_HEAD}Content-Length: 5000\r\n\r\n{"token":"`, '413'],
    [
      'a sign-in of 5 kB in parts',
      `POST /api/v1/session HTTP/1.1\r\n${JSON_HEAD}Transfer-Encoding: chunked\r\n\r\n1388\r\n${' '.repeat(5000)}\r\n0\r\n\r\n`,
      '413',
    ],
    [
      'two lengths of its body',
      `POST /api/v1/runs HTTP/1.1\r\n${JSON_HEAD}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
      '400',
    ],
    [
      'a length and parts at once',
      `POST /api/v1/runs HTTP/1.1\r\n${JSON_HEAD}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      '400',
    ],
    ['a line end inside a header', `GET / HTTP/1.1\r\n${HEAD}X-Two: a\rb\r\n\r\n`, '400'],
  ])('is refused for %s', async (_what, request, status) => {
    expect(await statusOf(request)).toBe(status);
  });
});

describe('bodies that are read at once', () => {
  /** Requests that say how long their body is, and send nothing of it. */
  async function announce(count: number, length: number): Promise<{ close(): void }> {
    const sockets = Array.from({ length: count }, () => connect(Number(new URL(api.url).port), '127.0.0.1'));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (const socket of sockets) {
      socket.write(`POST /api/v1/validate HTTP/1.1\r\n${JSON_HEAD}Content-Length: ${length}\r\n\r\n`);
    }
    return {
      close() {
        for (const socket of sockets) socket.destroy();
      },
    };
  }

  it('are refused when they might not fit into memory, and are taken again once the others have gone', async () => {
    const others = await announce(32, 1024 * 1024);
    const validate = () => api.post('/api/v1/validate', {});
    await expect.poll(async () => (await validate()).status).toBe(503);
    expect((await validate()).headers.get('Retry-After')).toBe('5');
    others.close();
    await expect.poll(async () => (await validate()).status).toBe(200);
  });
});
