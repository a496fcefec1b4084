import type { Json } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { KEPT_GESTURES, readKeptHistory, toKeptHistory } from './kept-history.ts';
import { EMPTY_HISTORY, recordGesture, type TextWithHistory, undoGesture } from './text-history.ts';

describe('a history that is kept', () => {
  it('undoes and redoes what it did before', () => {
    const { history, text } = undoGesture(typed(3)) ?? expect.fail();
    expect(readKeptHistory(throughJson(toKeptHistory(history)))).toEqual(history);
    expect(undoGesture({ text, history: readKeptHistory(throughJson(history)) })?.text).toBe('0');
  });

  it('is bounded, and has what was done last', () => {
    const { history } = typed(KEPT_GESTURES + 2);
    const labels = toKeptHistory(history).past.map(({ label }) => label);
    expect([labels.length, labels[0], labels.at(-1)]).toEqual([KEPT_GESTURES, 'Type 2', `Type ${KEPT_GESTURES + 1}`]);
  });

  it.each([
    undefined,
    'text',
    { past: [] },
    { past: [{ label: 'x' }], future: [] },
    { past: [{ ...entry(), steps: [[{ start: '0', end: 0, text: '' }]] }], future: [] },
  ])('is empty when it cannot be read: %j', (kept) => {
    expect(readKeptHistory(kept)).toEqual(EMPTY_HISTORY);
  });
});

/** A text that was typed digit by digit, each a gesture of its own. */
function typed(count: number): TextWithHistory {
  let at: TextWithHistory = { text: '', history: EMPTY_HISTORY };
  for (let index = 0; index < count; index++) {
    const edit = { start: at.text.length, end: at.text.length, text: String(index % 10) };
    const selection = { selectedBefore: [], selectedAfter: ['a'] };
    const gesture = { label: `Type ${index}`, coalesceKey: undefined, steps: [[edit]], atMs: index, ...selection };
    at = recordGesture(at, gesture);
  }
  return at;
}

function entry(): { readonly [key: string]: Json } {
  return { label: 'x', atMs: 0, steps: [], inverse: [], selectedBefore: [], selectedAfter: [] };
}

function throughJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
