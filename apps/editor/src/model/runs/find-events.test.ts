import { describe, expect, it } from 'vitest';
import { ALL_EVENTS, findEvents, NO_FILTER } from './find-events.ts';
import { failureOf, journalOf, queued } from './run-events.test-support.ts';

const JOURNAL = journalOf([
  queued({ ping: 'http_request' }),
  { type: 'run.started' },
  { type: 'stage.started', stage_id: 'ping' },
  { type: 'effect', stage_id: 'ping' },
  { type: 'run.waiting' },
  { type: 'log', stage_id: 'ping', level: 'warning', message: 'Slow answer' },
  { type: 'stage.failed', stage_id: 'ping', error: failureOf('ping', 'no answer') },
]);

function found(filter: Partial<typeof NO_FILTER>): readonly string[] {
  return findEvents(JOURNAL, { ...NO_FILTER, ...filter }).map(({ event }) => event.type);
}

describe('finding events', () => {
  it('leaves out what only those want to know who look for it', () => {
    expect(found({})).not.toContain('run.waiting');
  });

  it('shows everything when nothing is to be left out', () => {
    expect(found(ALL_EVENTS)).toHaveLength(JOURNAL.length);
  });

  it('keeps what is at least as urgent as asked', () => {
    expect(found({ leastLevel: 'warning' })).toEqual(['log', 'stage.failed']);
  });

  it('tells an event that is found again by the very same object, so that its line is not drawn again', () => {
    const [first] = findEvents(JOURNAL, ALL_EVENTS);
    expect(findEvents(JOURNAL, NO_FILTER)[0]).toBe(first);
  });

  it('keeps one topic', () => {
    expect(found({ topic: 'request' })).toEqual(['effect']);
  });

  it('finds words in any order and case, in the sentence and in the type', () => {
    expect(found({ search: 'ANSWER slow' })).toEqual(['log']);
    expect(found({ search: 'stage.started' })).toEqual(['stage.started']);
  });
});
