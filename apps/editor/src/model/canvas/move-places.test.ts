import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { GUARDED } from './diagram.test-support.ts';
import { toMovePlaces } from './move-places.ts';

const { graph } = openPipelineDocument(JSON.stringify({ name: 't', version: '1.0.0', stages: GUARDED }));
if (!graph) throw new Error('the test document has no stages');

describe('toMovePlaces', () => {
  it('offers every turn in every list to a stage outside', () => {
    expect(toMovePlaces(graph, ['tell']).map(({ label }) => label)).toEqual([
      'At the end of try of guard',
      'Before deploy in try of guard',
      'Before probe in try of guard',
      'At the end of catch of guard',
      'Before undo in catch of guard',
      'At the end of finally of guard',
      'Before note in finally of guard',
    ]);
  });

  it('lets a member out', () => {
    expect(toMovePlaces(graph, ['undo'])[0]).toEqual({ id: 'out', label: 'Out of every box', into: undefined });
  });

  it('counts the place as the list is written', () => {
    const place = toMovePlaces(graph, ['deploy']).find(({ label }) => label === 'Before probe in try of guard');
    expect(place?.index).toBe(0);
  });

  it('does not put a box into itself', () => {
    expect(toMovePlaces(graph, ['guard']).every(({ refusal }) => refusal === 'guard cannot be put into itself.')).toBe(
      true,
    );
  });
});
