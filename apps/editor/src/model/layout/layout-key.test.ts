import { describe, expect, it } from 'vitest';
import { diagramOf, log } from '../canvas/diagram.test-support.ts';
import { toLayoutKey } from './layout-key.ts';

const logs = (message: string) => [log('a'), { ...log('b', ['a']), config: { message } }];

describe('layout key', () => {
  it('stays when only the words on a card change', () => {
    expect(toLayoutKey(diagramOf(logs('one')), {})).toBe(toLayoutKey(diagramOf(logs('two')), {}));
  });

  it('changes with a line', () => {
    expect(toLayoutKey(diagramOf([log('a'), log('b')]), {})).not.toBe(toLayoutKey(diagramOf(logs('one')), {}));
  });

  it('changes with a place that a person has given', () => {
    const diagram = diagramOf(logs('one'));
    expect(toLayoutKey(diagram, { a: [0, 0] })).not.toBe(toLayoutKey(diagram, { a: [4, 0] }));
  });
});
