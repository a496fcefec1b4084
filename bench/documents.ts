import { builtinComponents } from '@flowmason/engine';
import { readPipeline } from '@flowmason/pipeline-schema';
import type { Figure } from '../scripts/figure.ts';

const SIZE = 10_000;

/** Reading and checking documents of 10,000 stages in this process; the first reading, before anything is warm, counts too. */
export async function bench(): Promise<Figure[]> {
  return [
    measure('a chain', (index) => (index === 0 ? [] : [`s${index - 1}`])),
    measure('a fan', (index) => (index === 0 ? [] : ['s0'])),
  ];
}

function measure(shape: string, dependenciesOf: (index: number) => readonly string[]) {
  const stages = Array.from({ length: SIZE }, (_, index) => ({
    id: `s${index}`,
    component: 'logger',
    depends_on: dependenciesOf(index),
    config: { message: `stage ${index}` },
  }));
  const text = JSON.stringify({ name: 'large', version: '1.0.0', stages });
  const before = performance.now();
  const { isRunnable } = readPipeline(text, { components: builtinComponents });
  const value = performance.now() - before;
  if (!isRunnable) throw new Error(`${shape} of ${SIZE} stages has errors`);
  return { name: `read and check ${shape} of 10,000 stages`, value, unit: 'ms', aim: '≤ 1,000' };
}
