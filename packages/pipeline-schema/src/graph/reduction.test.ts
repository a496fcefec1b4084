import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stage } from '../pipeline.ts';
import { createReduction } from './reduction.ts';

type Edges = ReadonlyMap<string, readonly string[]>;

class CountingMap extends Map<string, readonly string[]> {
  looks = 0;
  override get(key: string): readonly string[] | undefined {
    const found = super.get(key);
    this.looks += found?.length ?? 0;
    return found;
  }
}

/** Stages in layers; each depends on all of the layer before. */
function layers(count: number, width: number): CountingMap {
  const edges = new CountingMap();
  for (let at = 0; at < count * width; at++) {
    const layer = Math.floor(at / width);
    edges.set(`s${at}`, layer === 0 ? [] : Array.from({ length: width }, (_, one) => `s${(layer - 1) * width + one}`));
  }
  return edges;
}

function reductionOf(dependencies: Edges): (id: string) => readonly string[] {
  const rank = new Map([...dependencies.keys()].map((id, place) => [id, place]));
  return createReduction({ stages: new Map<string, Stage>(), owners: new Map(), dependencies, rank });
}

function isBehind(edges: Edges, id: string, target: string): boolean {
  return (edges.get(id) ?? []).some((other) => other === target || isBehind(edges, other, target));
}

describe('createReduction', () => {
  it('leaves out exactly the dependencies that lie behind another one', () => {
    const graph = fc.array(fc.array(fc.nat({ max: 8 }), { maxLength: 5 }), { maxLength: 9 }).map((rows) => {
      const idsOf = (row: readonly number[], place: number) => [
        ...new Set(row.filter((other) => other < place).map((other) => `s${other}`)),
      ];
      return new Map(rows.map((row, place) => [`s${place}`, idsOf(row, place)]));
    });
    fc.assert(
      fc.property(graph, (edges) => {
        const reduce = reductionOf(edges);
        for (const [id, dependencies] of edges) {
          const direct = dependencies.filter((one) => !dependencies.some((other) => isBehind(edges, other, one)));
          expect(reduce(id)).toEqual(direct);
        }
      }),
    );
  });

  it('looks at each dependency only a few times in layers that depend on each other entirely', () => {
    const edges = layers(20, 30);
    const reduce = reductionOf(edges);
    for (const id of edges.keys()) reduce(id);
    expect(edges.looks).toBeLessThan(3 * 19 * 30 * 30);
  });
});
