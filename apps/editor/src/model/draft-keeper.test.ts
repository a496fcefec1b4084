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
  it('writes once per pause, what was edited last', () => {
    keeper.note(edited('a'));
    keeper.note(edited('ab'));
    pause();
    expect(writes).toEqual(['ab']);
  });

  it('counts the pause from the first edit, however long a person goes on', () => {
    keeper.note(edited('a'));
    const [first] = pending;
    keeper.note(edited('ab'));
    expect(pending).toEqual([first]);
  });

  it('writes nothing for a text that is saved', () => {
    keeper.note(edited('saved'));
    pause();
    expect(writes).toEqual([]);
  });

  it('takes the draft away when the text is saved', () => {
    keeper.note(edited('new'));
    pause();
    keeper.note(edited('new', { ...base, text: 'new', etag: '"2"' }));
    expect(stored).toBeUndefined();
  });

  it('takes the draft away when everything is undone, also what was not written yet', () => {
    keeper.note(edited('a'));
    pause();
    keeper.note(edited('ab'));
    keeper.note(edited('saved'));
    pause();
    expect(stored).toBeUndefined();
  });

  it('writes what is waiting at once when it is told to', () => {
    keeper.note(edited('a'));
    keeper.flush();
    expect([stored, pending]).toEqual(['a', []]);
  });

  it('writes again when only the base has changed', () => {
    keeper.note(edited('a'));
    pause();
    keeper.note(edited('a', { ...base, text: 'theirs', etag: '"2"' }));
    pause();
    expect(writes).toEqual(['a', 'a']);
  });

  it('does not write the same draft twice', () => {
    keeper.note(edited('a'));
    pause();
    keeper.note(edited('a'));
    pause();
    expect(writes).toEqual(['a']);
  });
});
