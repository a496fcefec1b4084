import { createSandbox } from '@flowmason/sandbox';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxServer, serveSandbox } from './sandbox-server.ts';

let server: SandboxServer;
const sandbox = createSandbox({ situation: 'all-good', now: () => 0, speed: 1000 });
beforeEach(async () => {
  server = await serveSandbox(sandbox);
});
afterEach(() => server.close());

describe('serveSandbox', () => {
  it('hands method, service, path, query, headers and body to the sandbox, and its answer back', async () => {
    const answer = await fetch(`${server.baseUrl}/slack/services/T0/B0/x?y=1`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"text":"hello"}',
    });
    expect(answer.headers.get('x-flowmason-sandbox')).toBe('simulated');
    expect(sandbox.received.at(-1)).toMatchObject({
      service: 'slack',
      method: 'POST',
      path: '/services/T0/B0/x',
      query: { y: '1' },
      headers: { 'content-type': 'application/json' },
      body: { text: 'hello' },
      status: answer.status,
    });
  });

  it.each(['/', '/nothing', '/%ZZ/x'])('survives a request to %s', async (path) => {
    const answer = await fetch(server.baseUrl + path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  it('listens on this machine only', () => {
    expect(server.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('ends requests that wait when it closes', async () => {
    const asked = Promise.withResolvers<void>();
    const slow = await serveSandbox({
      ...sandbox,
      handle: () => {
        asked.resolve();
        return { status: 200, headers: {}, body: '', delayMs: 3_600_000 };
      },
    });
    const request = fetch(`${slow.baseUrl}/x`).then(
      () => 'answered',
      () => 'cut off',
    );
    await asked.promise;
    await slow.close();
    expect(await request).toBe('cut off');
  });
});
