import { describe, expect, it } from 'vitest';
import { toGestureNews } from './gesture-news.ts';
import { EMPTY_HISTORY, recordGesture, redoGesture, undoGesture } from './text-history.ts';

const start = { text: '', history: EMPTY_HISTORY };
const added = recordGesture(start, {
  label: 'Add ping',
  coalesceKey: undefined,
  steps: [[{ start: 0, end: 0, text: 'ping' }]],
  selectedBefore: [],
  selectedAfter: ['ping'],
  atMs: 0,
});
const undone = undoGesture(added) ?? start;

describe('toGestureNews', () => {
  it('tells what was done', () => {
    expect(toGestureNews(start.history, added.history)).toBe('Added ping');
  });

  it('tells what was undone', () => {
    expect(toGestureNews(added.history, undone.history)).toBe('Undid: Add ping');
  });

  it('tells what was done again', () => {
    expect(toGestureNews(undone.history, (redoGesture(undone) ?? start).history)).toBe('Did again: Add ping');
  });

  it('says nothing while nothing happens', () => {
    expect(toGestureNews(added.history, added.history)).toBeUndefined();
  });
});
