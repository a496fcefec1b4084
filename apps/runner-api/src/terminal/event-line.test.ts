import { describe, expect, it } from 'vitest';
import { eventLine } from './event-line.ts';
import { journalOf, POLLING_RUN } from './events.test-support.ts';

describe('eventLine', () => {
  it('tells a run line by line', () => {
    expect(POLLING_RUN.map(eventLine)).toEqual([
      '     +0 ms  deploy 1.0.0 queued as r1, simulated services (staging-sick)',
      undefined,
      '     +0 ms  build  started',
      '    +2.1 s  build  succeeded',
      '    +2.1 s  health  started',
      '    +2.6 s  health  attempt 1: still 503; again in 5.0 s',
      '    +7.6 s  health  started, attempt 2',
      '    +8.0 s  health  failed: still 503 after 2 of 2 attempts (5.9 s)',
      '    +8.0 s  notify  skipped: dependency failed (health: failed)',
      '    +8.0 s  run failed',
    ]);
  });

  it('takes escape sequences and line breaks out of data', () => {
    const [event] = journalOf([
      5,
      { type: 'log', stage_id: 'say', level: 'info', message: 'one\n\u001b[31mtwo\u001b[0m', data: null },
    ]);
    expect(event && eventLine(event)).toBe('     +5 ms  say  info: one two');
  });
});
