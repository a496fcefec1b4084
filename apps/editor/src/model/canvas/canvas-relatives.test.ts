import { describe, expect, it } from 'vitest';
import { relativesOf } from './canvas-relatives.ts';
import { diagramOf, GUARDED, log } from './diagram.test-support.ts';

describe('relativesOf', () => {
  it('takes what comes before and after, and not what stands beside', () => {
    const diagram = diagramOf([log('a'), log('b', ['a']), log('c', ['a']), log('d', ['b', 'c'])]);
    expect([...relativesOf(diagram, 'b')].toSorted()).toEqual(['a', 'b', 'd']);
  });

  it('takes the box around what it finds, without the others in it', () => {
    const found = relativesOf(diagramOf(GUARDED), 'explain');
    expect([found.has('undo'), found.has('guard'), found.has('note')]).toEqual([true, true, false]);
  });

  it('takes all that stands in the box that is asked for', () => {
    const found = relativesOf(diagramOf(GUARDED), 'guard');
    expect(['deploy', 'probe', 'undo', 'note', 'check', 'start'].filter((id) => !found.has(id))).toEqual([]);
  });

  it('ends in a circle', () => {
    expect([...relativesOf(diagramOf([log('a', ['b']), log('b', ['a'])]), 'a')]).toEqual(['a', 'b']);
  });
});
