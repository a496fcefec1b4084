import { beforeEach, describe, expect, it } from 'vitest';
import type { DraftedText } from './draft.ts';
import { createDraftKeeper, type DraftKeeper } from './draft-keeper.ts';

const base = { id: 'p', path: 'p.pipeline.json', etag: '"1"', text: 'saved', updated_at: '2026-11-22T10:00:00.000Z' };

let stored: string | undefined;
let writes: string[];
let pending: (() => void)[];
let keeper: DraftKeeper;
beforeEach(() => {
  stored = undefined;
  writes = [];
  pending = [];
  keeper = createDraftKeeper({
    write: ({ text }) => {
      stored = text;
      writes.push(text);
    },
    remove: () => {
      stored = undefined;
    },
    later: (task) => {
      pending.push(task);
      return () => {
        pending = pending.filter((other) => other !== task);
      };
    },
  });
});

function edited(text: string, over = base): DraftedText {
  return { text, base: over };
}

function pause(): void {
  for (const task of pending.splice(0)) task();
}

describe('createDraftKeeper', () => {
  it('writes the first edit at once', () => {
    keeper.note(edited('a'));
    expect(writes).toEqual(['a']);
  });

  it('writes once per pause while a person goes on, what was edited last', () => {
    for (const text of ['a', 'ab', 'abc']) keeper.note(edited(text));
    expect(writes).toEqual(['a']);
    pause();
    expect(writes).toEqual(['a', 'abc']);
  });

  it('writes at once again after a rest', () => {
    keeper.note(edited('a'));
    pause();
    keeper.note(edited('ab'));
    expect([writes, pending.length]).toEqual([['a', 'ab'], 1]);
  });

  it('writes nothing for a text that is saved', () => {
    keeper.note(edited('saved'));
    pause();
    expect(writes).toEqual([]);
  });

  it('takes the draft away when the text is saved', () => {
    keeper.note(edited('new'));
    keeper.note(edited('new', { ...base, text: 'new', etag: '"2"' }));
    expect(stored).toBeUndefined();
  });

  it('takes the draft away when everything is undone, also what was not written yet', () => {
    keeper.note(edited('a'));
    keeper.note(edited('ab'));
    keeper.note(edited('saved'));
    pause();
    expect(stored).toBeUndefined();
  });

  it('writes what is waiting at once when it is told to', () => {
    keeper.note(edited('a'));
    keeper.note(edited('ab'));
    keeper.flush();
    expect(stored).toBe('ab');
  });

  it('writes again when only the base has changed', () => {
    keeper.note(edited('a'));
    keeper.note(edited('a', { ...base, text: 'theirs', etag: '"2"' }));
    pause();
    expect(writes).toEqual(['a', 'a']);
  });

  it('does not write the same draft twice', () => {
    keeper.note(edited('a'));
    keeper.note(edited('ab'));
    keeper.note(edited('a'));
    pause();
    expect(writes).toEqual(['a']);
  });
});
