import { once } from 'node:events';
import express from 'express';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMemoryAccess } from '../access/access-file.ts';
import { createMemoryAudit } from '../access/audit-log.ts';
import { createIdentities } from '../access/identities.ts';
import { createTokens } from '../access/tokens.ts';
import type { Log } from '../log.ts';
import { authenticate, createTokenRefusals } from './authenticate.ts';
import { sendJsonArray } from './json-array.ts';
import { sendEventStream } from './sse.ts';

/** Does not end by itself, as an answer that nobody reads on. */
async function* endless<Part>(part: Part, signal: AbortSignal): AsyncGenerator<Part> {
  yield part;
  await once(signal, 'abort');
}

/** A server whose every answer has no end: a stream of events, or JSON at `/json`. */
async function endlessServer() {
  const memory = createMemoryAccess();
  let readFailure: Error | undefined;
  const store = {
    ...memory,
    read() {
      if (readFailure !== undefined) throw readFailure;
      return memory.read();
    },
  };
  const logged: unknown[] = [];
  const identities = createIdentities({ store, now: Date.now });
  const policy = { requiresToken: true, allowedHosts: new Set<string>(), ratePerMinute: 0 };
  const refusals = createTokenRefusals(createMemoryAudit(Date.now));
  const log: Log = (_level, _message, error) => logged.push(error);
  const app = express().use(authenticate({ identities, policy, refusals, log, recheckMs: 5 }), async (req, res) => {
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    if (req.path === '/json') return sendJsonArray(res, endless(['a part'], gone.signal));
    await sendEventStream(res, ({ signal }) => endless({ cursor: '1', entries: [] }, signal));
  });
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const tokens = createTokens(store, Date.now);
  const { token } = await tokens.create({ name: 'ci', role: 'viewer' });
  const breakStore = async (error: Error): Promise<void> => {
    readFailure = error;
  };
  return { url, tokens, identities, token, breakStore, logged };
}

/** `cut` when the stream breaks off, after its first bytes have come. */
async function endOf(answer: Response, whenOpen: () => Promise<unknown>): Promise<string> {
  const reader = answer.body?.getReader();
  await reader?.read();
  await whenOpen();
  return (
    reader?.read().then(
      () => 'goes on',
      () => 'cut',
    ) ?? 'never began'
  );
}

describe('an answer that lasts', () => {
  it('is cut when its token is revoked', async () => {
    const { url, tokens, token } = await endlessServer();
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    expect(await endOf(answer, () => tokens.revoke('ci'))).toBe('cut');
  });

  it('is cut when the token of its session is revoked', async () => {
    const { url, tokens, identities, token } = await endlessServer();
    const cookie = `${identities.cookieName}=${identities.openSession(token)?.cookie}`;
    const answer = await fetch(url, { headers: { Cookie: cookie } });
    expect(await endOf(answer, () => tokens.revoke('ci'))).toBe('cut');
  });

  it('is cut when it is JSON that is still being read', async () => {
    const { url, tokens, token } = await endlessServer();
    const answer = await fetch(`${url}/json`, { headers: { Authorization: `Bearer ${token}` } });
    expect(await endOf(answer, () => tokens.revoke('ci'))).toBe('cut');
  });

  it('is cut, and the reason logged once, when the tokens can no longer be read', async () => {
    const { url, token, breakStore, logged } = await endlessServer();
    const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` } });
    const broken = new Error('access.json is damaged');
    expect(await endOf(answer, () => breakStore(broken))).toBe('cut');
    expect(logged).toEqual([broken]);
  });
});
