import { describe, expect, it } from 'vitest';
import { writtenPlaces } from './written-places.ts';

describe('writtenPlaces', () => {
  it('has the places of stages and notes', () => {
    const text = JSON.stringify({
      stages: [],
      layout: { ping: [20, 40] },
      notes: [{ id: 'why', text: '', position: [-8, 0] }],
    });
    expect(writtenPlaces(text)).toEqual({ stages: new Map([['ping', [20, 40]]]), notes: new Map([['why', [-8, 0]]]) });
  });

  it('leaves out what is no place', () => {
    const text = JSON.stringify({ layout: { ping: [20], pong: null }, notes: [7, { id: 'why' }] });
    expect(writtenPlaces(text)).toEqual({ stages: new Map(), notes: new Map() });
  });

  it('has none of a text that is broken or holds no document', () => {
    const nothing = { stages: new Map(), notes: new Map() };
    expect(['{"layout": {"ping": [1, 2]}', '[]', 'null'].map(writtenPlaces)).toEqual([nothing, nothing, nothing]);
  });
});
