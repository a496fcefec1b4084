import { describe, expect, it } from 'vitest';
import { testCatalog } from '../catalog.test-support.ts';
import type { Json } from '../json.ts';
import { readPipeline } from '../read-pipeline.ts';

function read(notes: Json) {
  const text = JSON.stringify({ name: 'n', version: '1', stages: [], notes });
  const { pipeline, diagnostics } = readPipeline(text, { components: testCatalog });
  return {
    notes: pipeline?.notes,
    found: diagnostics.map(({ code, severity, message }) => `${severity} ${code}: ${message}`),
  };
}

const note = { id: 'a', text: 'look', position: [1, -2] };

describe('notes', () => {
  it('are read with what the format does not know', () => {
    expect(read([note, { ...note, id: 'b', size: [100, 50] }])).toEqual({
      notes: [note, { ...note, id: 'b', size: [100, 50] }],
      found: [],
    });
    expect(read([{ ...note, colour: 'red' }])).toEqual({
      notes: [{ ...note, extra: { colour: 'red' } }],
      found: ['warning unknown-key: Note 1 has no key "colour".'],
    });
  });

  it.each([
    [{}, undefined, 'error wrong-shape: "notes" must be a list of notes.'],
    [['x'], [], 'error wrong-shape: Note 1 must be an object with "id", "text" and "position".'],
    [
      [{ ...note, position: [1.5, 2] }],
      [],
      'error wrong-shape: Note 1 needs an "id", a "text" and a "position" [x, y] of whole numbers.',
    ],
    [
      [{ ...note, id: '' }],
      [],
      'error wrong-shape: Note 1 needs an "id", a "text" and a "position" [x, y] of whole numbers.',
    ],
    [
      [{ ...note, size: 5 }],
      [note],
      'error wrong-shape: The size of note 1 must be [width, height], two whole numbers.',
    ],
    [[note, note], [note], 'error duplicate-id: There is another note with the id "a".'],
  ])('%j are told of', (notes, kept, message) => {
    expect(read(notes)).toEqual({ notes: kept, found: [message] });
  });
});
