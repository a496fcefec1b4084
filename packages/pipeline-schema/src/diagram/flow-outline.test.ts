import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OutlineLine, outlineOf, type Place } from './flow-outline.ts';

function textOf(lines: readonly OutlineLine[]): string[] {
  return lines.map((line) => {
    const indent = '  '.repeat(line.depth);
    if (line.kind === 'stage') return `${indent}${line.id}`;
    if (line.kind === 'close') return `${indent}end`;
    return line.kind === 'scope' ? `${indent}block ${line.scope}` : `${indent}lane ${line.role}`;
  });
}

describe('outlineOf', () => {
  it('nests lanes in their block and blocks in their lane', () => {
    const places: Record<string, Place> = {
      inner: { scope: 'outer', role: 'try' },
      work: { scope: 'inner', role: 'body' },
      undo: { scope: 'outer', role: 'catch' },
    };
    expect(textOf(outlineOf(['undo', 'outer', 'inner', 'work', 'last'], (id) => places[id]))).toEqual([
      'block outer',
      '  outer',
      '  lane try',
      '    block inner',
      '      inner',
      '      lane body',
      '        work',
      '      end',
      '    end',
      '  end',
      '  lane catch',
      '    undo',
      '  end',
      'end',
      'last',
    ]);
  });

  it('lists blocks that contain each other flat', () => {
    const places: Record<string, Place> = {
      a: { scope: 'b', role: 'try' },
      b: { scope: 'a', role: 'try' },
      self: { scope: 'self', role: 'body' },
    };
    expect(textOf(outlineOf(['a', 'b', 'self', 'c'], (id) => places[id]))).toEqual(['c', 'a', 'b', 'self']);
  });

  it('draws every stage once and closes what it opens, whatever contains what', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
    const place = fc.option(
      fc.record({ scope: fc.constantFrom(...ids), role: fc.constantFrom('try', 'catch', 'finally', 'body') }),
      { nil: undefined },
    );
    fc.assert(
      fc.property(fc.tuple(...ids.map(() => place)), (places) => {
        const lines = outlineOf(ids, (id) => places[ids.indexOf(id)]);
        const stages = lines.flatMap((line) => (line.kind === 'stage' ? [line.id] : []));
        expect(stages.toSorted()).toEqual(ids);
        let depth = 0;
        for (const line of lines) {
          if (line.kind === 'close') depth -= 1;
          expect(line.depth).toBe(depth);
          if (line.kind === 'scope' || line.kind === 'lane') depth += 1;
        }
        expect(depth).toBe(0);
      }),
    );
  });
});
