import { describe, expect, it } from 'vitest';
import { toNoteBoxes, toNoteChange, toNoteNodes } from './note-flow.ts';

const NOTE = { id: 'n', text: 'before', position: [0, 0] as const };
const OTHER = { ...NOTE, id: 'o' };

describe('toNoteBoxes', () => {
  it('gives a note the size that it says, else the usual one', () => {
    expect(toNoteBoxes([NOTE, { ...OTHER, position: [8, 12], size: [300, 80] }])).toEqual([
      { x: 0, y: 0, width: 220, height: 120 },
      { x: 8, y: 12, width: 300, height: 80 },
    ]);
  });

  it('lets no note cover all the rest, whatever size it says', () => {
    expect(toNoteBoxes([{ ...NOTE, size: [99_999_999, 50] }])).toEqual([{ x: 0, y: 0, width: 4_000, height: 50 }]);
  });
});

describe('toNoteNodes', () => {
  it('draws notes under all else', () => {
    expect(toNoteNodes([NOTE, OTHER]).map(({ id, zIndex }) => [id, zIndex])).toEqual([
      ['note:n', -1],
      ['note:o', -1],
    ]);
  });

  it('draws the note that is written above all else', () => {
    const nodes = toNoteNodes([NOTE, OTHER], { note: OTHER, isNew: false });
    expect(nodes.map(({ id, zIndex }) => [id, zIndex])).toEqual([
      ['note:n', -1],
      ['note:o', 1000],
    ]);
  });

  it('draws a new note that the file does not have yet', () => {
    const nodes = toNoteNodes([NOTE], { note: OTHER, isNew: true });
    expect(nodes.map(({ id }) => id)).toEqual(['note:n', 'note:o']);
  });

  it('draws a new note once when the file has it', () => {
    expect(toNoteNodes([NOTE], { note: NOTE, isNew: true }).map(({ id }) => id)).toEqual(['note:n']);
  });
});

describe('toNoteChange', () => {
  it('keeps what was written', () => {
    expect(toNoteChange({ note: NOTE, isNew: false }, 'after')).toEqual({
      type: 'put_note',
      note: { ...NOTE, text: 'after' },
    });
  });

  it('adds a new note together with its words', () => {
    expect(toNoteChange({ note: { ...NOTE, text: '' }, isNew: true }, 'after')).toEqual({
      type: 'put_note',
      note: { ...NOTE, text: 'after' },
    });
  });

  it('adds no new note without words', () => {
    expect(toNoteChange({ note: { ...NOTE, text: '' }, isNew: true }, ' ')).toBeUndefined();
  });

  it('deletes a note whose words were taken out', () => {
    expect(toNoteChange({ note: NOTE, isNew: false }, '')).toEqual({ type: 'delete_note', noteId: 'n' });
  });

  it('changes nothing when the words are as before', () => {
    expect(toNoteChange({ note: NOTE, isNew: false }, 'before')).toBeUndefined();
  });
});
