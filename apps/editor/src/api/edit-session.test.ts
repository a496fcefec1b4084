import { afterEach, describe, expect, it, vi } from 'vitest';
import { liveSessions, startEditSession } from './edit-session.ts';

afterEach(() => vi.unstubAllGlobals());

describe('startEditSession', () => {
  it('is seen until it ends', async () => {
    const session = startEditSession('p');
    await session.begun;
    expect(await liveSessions('p')).toEqual(new Set([session.id]));
    await session.end();
    expect(await liveSessions('p')).toEqual(new Set());
  });

  it('begins and ends unseen where the browser refuses locks', async () => {
    const refuse = (): Promise<never> => Promise.reject(new DOMException('Access is denied', 'SecurityError'));
    vi.stubGlobal('navigator', { locks: { request: refuse, query: refuse } });
    const session = startEditSession('p');
    await session.begun;
    expect(await liveSessions('p')).toEqual(new Set());
    await session.end();
  });
});
