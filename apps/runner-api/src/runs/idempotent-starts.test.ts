import { newRun, type Run, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import type { StoredStart } from '../run-store.ts';
import { createIdempotentStarts } from './idempotent-starts.ts';

const DAY_MS = 24 * 3_600_000;

function counter() {
  let count = 0;
  return async (): Promise<Run> => newRun(RunId.parse(`run-${++count}`));
}

/** Starts that are stored as a run store does. */
function startsAt(now: () => number) {
  const stored = new Map<string, StoredStart>();
  const starts = createIdempotentStarts({ findStart: (key) => stored.get(key), now });
  const once: typeof starts.once = (key, request, start) =>
    starts.once(key, request, async (requestHash) => {
      const run = await start(requestHash);
      stored.set(key, { runId: run.id, requestHash, atMs: now() });
      return run;
    });
  return { once, stored };
}

describe('once', () => {
  it('starts one run for the same key and request, whatever the order of its keys', async () => {
    const starts = startsAt(() => 0);
    const start = counter();
    const ids = [
      await starts.once('k', { pipeline: 'a', input: { x: 1, y: 2 } }, start),
      await starts.once('k', { input: { y: 2, x: 1 }, pipeline: 'a' }, start),
    ];
    expect(ids).toEqual(['run-1', 'run-1']);
  });

  it('starts one run for two calls at the same time', async () => {
    const starts = startsAt(() => 0);
    const start = counter();
    expect(await Promise.all([starts.once('k', {}, start), starts.once('k', {}, start)])).toEqual(['run-1', 'run-1']);
  });

  it('refuses a key that was used with another request', async () => {
    const starts = startsAt(() => 0);
    await starts.once('k', { input: 1 }, counter());
    await expect(starts.once('k', { input: 2 }, counter())).rejects.toMatchObject({ code: 'idempotency_mismatch' });
  });

  it('forgets a start that failed', async () => {
    const starts = startsAt(() => 0);
    await expect(starts.once('k', {}, () => Promise.reject(new Error('no profile')))).rejects.toThrow('no profile');
    expect(await starts.once('k', { other: true }, counter())).toBe('run-1');
  });

  it('keeps a key for seven days', async () => {
    let now = 0;
    const starts = startsAt(() => now);
    const start = counter();
    await starts.once('k', {}, start);
    now = 7 * DAY_MS - 1;
    expect(await starts.once('k', {}, start)).toBe('run-1');
    now = 7 * DAY_MS;
    expect(await starts.once('k', {}, start)).toBe('run-2');
  });

  it('stores nothing that the values of secrets could be guessed from', async () => {
    const starts = startsAt(() => 0);
    const start = counter();
    const ids = [
      await starts.once('k', { secrets: { TOKEN: 'first-value' } }, start),
      await starts.once('k', { secrets: { TOKEN: 'other-value' } }, start),
    ];
    expect(ids).toEqual(['run-1', 'run-1']);
    await expect(starts.once('k', { secrets: { OTHER: 'first-value' } }, start)).rejects.toMatchObject({
      code: 'idempotency_mismatch',
    });
  });
});
