import { applyTextEdits } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  COALESCE_MS,
  diffEdit,
  EMPTY_HISTORY,
  type Gesture,
  recordGesture,
  redoGesture,
  type TextWithHistory,
  undoGesture,
} from './text-history.ts';

function gesture(parts: Partial<Gesture> = {}): Gesture {
  return {
    label: 'Type',
    coalesceKey: undefined,
    steps: [],
    selectedBefore: [],
    selectedAfter: [],
    atMs: 0,
    ...parts,
  };
}

function insert(text: string, at: number) {
  return { start: at, end: at, text };
}

const EMPTY: TextWithHistory = { text: '', history: EMPTY_HISTORY };

describe('recordGesture', () => {
  it('does not record what leaves the text as it is', () => {
    expect(recordGesture(EMPTY, gesture({ steps: [[insert('', 0)]] }))).toEqual(EMPTY);
  });

  it('forgets what could be redone', () => {
    const one = recordGesture(EMPTY, gesture({ steps: [[insert('a', 0)]] }));
    const undone = undoGesture(one) ?? one;
    expect(recordGesture(undone, gesture({ steps: [[insert('b', 0)]] })).history.future).toEqual([]);
  });

  it('makes one entry of typing that goes on within the time', () => {
    const typed = [...'abc'].reduce(
      (at, letter, index) =>
        recordGesture(
          at,
          gesture({ coalesceKey: 'typing', steps: [[insert(letter, index)]], atMs: index * COALESCE_MS }),
        ),
      EMPTY,
    );
    expect([typed.text, typed.history.past.length, undoGesture(typed)?.text]).toEqual(['abc', 1, '']);
  });

  it('begins a new entry after a pause', () => {
    const one = recordGesture(EMPTY, gesture({ coalesceKey: 'typing', steps: [[insert('a', 0)]] }));
    const two = recordGesture(
      one,
      gesture({ coalesceKey: 'typing', steps: [[insert('b', 1)]], atMs: COALESCE_MS + 1 }),
    );
    expect(two.history.past).toHaveLength(2);
  });

  it('keeps the selection from before the first part of what it joins', () => {
    const one = recordGesture(EMPTY, gesture({ coalesceKey: 'k', steps: [[insert('a', 0)]], selectedBefore: ['x'] }));
    const two = recordGesture(one, gesture({ coalesceKey: 'k', steps: [[insert('b', 1)]], selectedBefore: ['y'] }));
    expect(two.history.past.map(({ selectedBefore }) => selectedBefore)).toEqual([['x']]);
  });
});

describe('undoing and redoing', () => {
  const edits = fc
    .array(
      fc.record({
        at: fc.nat(),
        cut: fc.nat(3),
        text: fc.string({ maxLength: 4 }),
        key: fc.constantFrom('k', undefined),
      }),
    )
    .map((all) => all.slice(0, 20));

  it('gives the first text and then the last one again', () => {
    fc.assert(
      fc.property(fc.string(), edits, (first, all) => {
        let state: TextWithHistory = { text: first, history: EMPTY_HISTORY };
        for (const { at, cut, text, key } of all) {
          const start = at % (state.text.length + 1);
          const end = Math.min(state.text.length, start + cut);
          const steps = [[{ start, end, text }], [insert('|', 0)]];
          state = recordGesture(state, gesture({ steps, coalesceKey: key }));
        }
        const last = state.text;
        for (let undone = undoGesture(state); undone; undone = undoGesture(state)) state = undone;
        expect(state.text).toBe(first);
        for (let redone = redoGesture(state); redone; redone = redoGesture(state)) state = redone;
        expect(state.text).toBe(last);
      }),
    );
  });
});

describe('diffEdit', () => {
  it('turns one text into the other', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(applyTextEdits(before, [diffEdit(before, after)])).toBe(after);
      }),
    );
  });
});
