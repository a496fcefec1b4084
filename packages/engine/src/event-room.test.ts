import { describe, expect, it } from 'vitest';
import { hasRoom, lengthOfEvent, roomFailure } from './event-room.ts';

const MOST = 134_217_728;
const FOR_FINALLY = 33_554_432;
const open = { seq: 10, length: 1_000, unsettled: 3, ending: undefined };
const ending = {
  reason: '',
  failure: undefined,
  atMs: 0,
  length: 1_000,
  isForced: false,
  cutOff: { leftOut: [], cutOff: [] },
};
const endingLate = { ...ending, length: 2 * MOST };

describe('hasRoom', () => {
  it.each([
    ['little', { ...open }, true],
    ['as many characters as leave room for finally', { ...open, length: MOST - FOR_FINALLY }, true],
    ['more characters than that', { ...open, length: MOST - FOR_FINALLY + 1 }, false],
    ['as many while finally runs', { ...open, length: MOST, ending }, true],
    ['too many for finally too', { ...open, length: MOST + 1, ending }, false],
    ['more than any, and has room for finally', { ...open, length: 2 * MOST + FOR_FINALLY, ending: endingLate }, true],
    [
      'more than any, and too much in finally',
      { ...open, length: 2 * MOST + FOR_FINALLY + 1, ending: endingLate },
      false,
    ],
    ['as many events as leave room for finally', { ...open, seq: 49_497 }, true],
    ['more events than that', { ...open, seq: 49_498 }, false],
  ])('is asked of a run that has recorded %s', (_what, run, has) => {
    expect(hasRoom(run)).toBe(has);
  });
});

describe('roomFailure', () => {
  it.each([
    [
      { ...open, seq: 49_498 },
      'the run has recorded 50,000 events, which is as many as one run may have; split it with subpipeline stages',
    ],
    [
      { ...open, length: MOST },
      'what the run has recorded has 134,217,728 characters, which is as much as one run may have; hand on only what is needed',
    ],
  ])('says what there is too much of', (run, message) => {
    expect(roomFailure(run)).toEqual({ type: 'LIMIT', message, stage_id: null, attempt: 0, retryable: false });
  });
});

describe('lengthOfEvent', () => {
  it('counts what the event holds', () => {
    const at = '2026-01-01T00:00:00.000Z';
    const output = { text: 'x'.repeat(1_000) };
    const event = { type: 'stage.succeeded' as const, at, t: 5, stage_id: 'a', attempt: 1, output };
    expect(lengthOfEvent(event)).toBe(JSON.stringify(event).length - 1);
  });
});
