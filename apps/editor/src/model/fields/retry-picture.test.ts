import { describe, expect, it } from 'vitest';
import { retryPicture } from './retry-picture.ts';

const RETRY = {
  max_attempts: 4,
  delay_seconds: 1,
  backoff: 2,
  max_delay_seconds: 60,
  jitter: false,
  on_exhausted: 'fail',
} as const;

describe('retryPicture', () => {
  it('lays out attempts that take their whole time, with waits that grow', () => {
    expect(retryPicture({ retry: RETRY, timeout_ms: 500 })).toEqual({
      attempts: [
        { startMs: 0, endMs: 500 },
        { startMs: 1_500, endMs: 2_000 },
        { startMs: 4_000, endMs: 4_500 },
        { startMs: 8_500, endMs: 9_000 },
      ],
      attemptCount: 4,
      totalMs: 9_000,
      deadlineMs: undefined,
      hasTimeout: true,
      summary: 'up to 4 attempts, 9.0 s',
    });
  });

  it('lets no wait be longer than the longest', () => {
    const { attempts } = retryPicture({ retry: { ...RETRY, max_delay_seconds: 2 }, timeout_ms: 1_000 });
    expect(attempts.map(({ startMs }) => startMs)).toEqual([0, 2_000, 5_000, 8_000]);
  });

  it('starts no attempt after the deadline', () => {
    const picture = retryPicture({ retry: RETRY, timeout_ms: 500, deadline_ms: 4_200 });
    expect([picture.attemptCount, picture.totalMs, picture.summary]).toEqual([
      3,
      4_200,
      'up to 3 attempts, 4.2 s at most',
    ]);
  });

  it('tells the waits alone where nobody knows how long an attempt takes', () => {
    const fixed = { ...RETRY, max_attempts: 12, delay_seconds: 10, backoff: 1 };
    expect(retryPicture({ retry: fixed }).summary).toBe('up to 12 attempts, 1 m 50 s of waiting between them');
  });

  it('tells one attempt by its time-out', () => {
    expect(retryPicture({ timeout_ms: 30_000 }).summary).toBe('one attempt, 30 s at most');
  });

  it('stays small for a million attempts', () => {
    const picture = retryPicture({ retry: { ...RETRY, max_attempts: 1_000_000, backoff: 1 }, timeout_ms: 1_000 });
    expect([picture.attempts.length, picture.attemptCount, picture.summary]).toEqual([
      60,
      1_000_000,
      'up to 1000000 attempts, 555 h 33 m',
    ]);
  });
});
