import { describe, expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';

/** A breaker whose clock stands at `time.ms`. */
function breakerAt() {
  const time = { ms: 0 };
  return { time, breaker: new CircuitBreaker(() => time.ms) };
}

function fail(breaker: CircuitBreaker, times: number): void {
  for (let time = 0; time < times; time++) breaker.noteBad();
}

describe('CircuitBreaker', () => {
  it('opens with the fifth failure in a row', () => {
    const { breaker } = breakerAt();
    fail(breaker, 4);
    expect(breaker.admit()).toEqual({ type: 'passed' });
    expect(breaker.noteBad()).toBe(true);
    expect(breaker.admit()).toEqual({
      type: 'refused',
      sinceMs: 0,
      inMs: 5000,
      why: 'the last 5 stages that called it failed',
    });
  });

  it('begins to count again after each good answer', () => {
    const { breaker } = breakerAt();
    fail(breaker, 4);
    breaker.noteGood({ isRetry: false });
    fail(breaker, 4);
    expect(breaker.state).toBe('closed');
  });

  it('opens when ten of the last twenty failed, in whatever order', () => {
    const { breaker } = breakerAt();
    for (let pair = 0; pair < 9; pair++) {
      breaker.noteGood({ isRetry: false });
      breaker.noteBad();
    }
    breaker.noteGood({ isRetry: false });
    expect(breaker.state).toBe('closed');
    breaker.noteBad();
    expect(breaker.admit()).toMatchObject({ type: 'refused', why: '10 of the last 20 stages that called it failed' });
  });

  it('forgets the failure of a stage that comes through at last', () => {
    const { breaker } = breakerAt();
    for (let stage = 0; stage < 40; stage++) {
      breaker.noteBad();
      breaker.noteGood({ isRetry: true });
    }
    expect(breaker.state).toBe('closed');
  });

  it('lets one probe through when its time is over, and refuses the others meanwhile', () => {
    const { breaker, time } = breakerAt();
    fail(breaker, 5);
    time.ms = 4999;
    expect(breaker.admit()).toMatchObject({ type: 'refused', inMs: 1 });
    time.ms = 5000;
    expect(breaker.admit()).toEqual({ type: 'probe' });
    expect(breaker.admit()).toMatchObject({ type: 'refused', inMs: 0 });
    expect(breaker.state).toBe('probing');
  });

  it('closes with a good probe', () => {
    const { breaker, time } = breakerAt();
    fail(breaker, 5);
    time.ms = 5000;
    breaker.admit();
    breaker.noteGood({ isRetry: false });
    expect([breaker.state, breaker.admit()]).toEqual(['closed', { type: 'passed' }]);
  });

  it('waits twice as long after each probe that fails, up to thirty seconds', () => {
    const { breaker, time } = breakerAt();
    fail(breaker, 5);
    const waits: unknown[] = [];
    for (let probe = 0; probe < 5; probe++) {
      const admission = breaker.admit();
      const wait = admission.type === 'refused' ? admission.inMs : 0;
      waits.push(wait);
      time.ms += wait;
      breaker.admit();
      breaker.noteProbeEnd('bad');
    }
    expect(waits).toEqual([5000, 10_000, 20_000, 30_000, 30_000]);
  });

  it('lets the next call probe when nothing is known of the last one', () => {
    const { breaker, time } = breakerAt();
    fail(breaker, 5);
    time.ms = 5000;
    breaker.admit();
    breaker.noteProbeEnd('unknown');
    expect(breaker.admit()).toEqual({ type: 'probe' });
  });

  it('closes with any good answer, also before its time', () => {
    const { breaker } = breakerAt();
    fail(breaker, 5);
    breaker.noteGood({ isRetry: true });
    expect(breaker.admit()).toEqual({ type: 'passed' });
  });

  it('does not wait longer for calls that were under way when it opened', () => {
    const { breaker, time } = breakerAt();
    fail(breaker, 5);
    time.ms = 4000;
    fail(breaker, 5);
    time.ms = 5000;
    expect(breaker.admit()).toEqual({ type: 'probe' });
  });
});
