import { describe, expect, it } from 'vitest';
import { type Draft, draftTimeText, sortDrafts } from './draft.ts';

const base = { id: 'p', path: 'p.pipeline.json', etag: '"1"', text: 'saved', updated_at: '2026-11-22T10:00:00.000Z' };

function draft(sessionId: string, text: string, editedAtMs: number): Draft {
  return { pipelineId: 'p', sessionId, text, base, editedAtMs };
}

const NONE: ReadonlySet<string> = new Set();

describe('sortDrafts', () => {
  it('offers what differs from the file, the latest first', () => {
    const [early, late] = [draft('a', 'one', 1), draft('b', 'two', 2)];
    expect(sortDrafts([early, late], { savedText: 'saved', liveSessions: NONE })).toEqual({
      offered: [late, early],
      obsolete: [],
    });
  });

  it('leaves alone what belongs to a session that is still open', () => {
    const drafts = [draft('open', 'one', 1), draft('ended', 'two', 2)];
    const sorted = sortDrafts(drafts, { savedText: 'saved', liveSessions: new Set(['open']) });
    expect(sorted).toEqual({ offered: [drafts[1]], obsolete: [] });
  });

  it('takes for obsolete what the file says by now', () => {
    const drafts = [draft('a', 'saved', 1)];
    expect(sortDrafts(drafts, { savedText: 'saved', liveSessions: NONE })).toEqual({ offered: [], obsolete: drafts });
  });

  it('offers one of two drafts with the same text', () => {
    const [early, late] = [draft('a', 'one', 1), draft('b', 'one', 2)];
    expect(sortDrafts([early, late], { savedText: 'saved', liveSessions: NONE })).toEqual({
      offered: [late],
      obsolete: [early],
    });
  });
});

describe('draftTimeText', () => {
  const edited = new Date(2026, 10, 22, 12, 4).getTime();

  it('is the clock of today', () => {
    expect(draftTimeText(edited, new Date(2026, 10, 22, 23, 0).getTime())).toBe('12:04');
  });

  it('has the day when it was another', () => {
    expect(draftTimeText(edited, new Date(2026, 10, 23, 0, 10).getTime())).toBe('22 Nov, 12:04');
  });
});
