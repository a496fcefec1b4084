import { builtinComponents } from '@flowmason/engine';
import { createPipelineReader, readPipeline } from '@flowmason/pipeline-schema';
import { largePipelineText } from '../e2e/support/large-pipeline.ts';
import type { Figure } from '../scripts/figure.ts';

const SIZE = 10_000;

/** Reading and checking documents of 10,000 stages in this process; the first reading, before anything is warm, counts too. */
export async function bench(): Promise<Figure[]> {
  return [
    measure('a chain', (index) => (index === 0 ? [] : [`s${index - 1}`])),
    measure('a fan', (index) => (index === 0 ? [] : ['s0'])),
    measureEdits(),
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

/** Reading 500 stages again after one letter was typed into one of them: the median of many. */
function measureEdits(): Figure {
  const text = largePipelineText(500);
  const at = text.indexOf('"message": "', text.length / 2) + '"message": "'.length;
  const reader = createPipelineReader({ components: builtinComponents });
  reader.read(text);
  const times = Array.from({ length: 61 }, (_, letters) => {
    const before = performance.now();
    reader.read(text.slice(0, at) + 'x'.repeat(letters) + text.slice(at));
    return performance.now() - before;
  });
  const value = times.sort((a, b) => a - b)[30] ?? Number.NaN;
  return { name: 'read 500 stages again after a letter', value, unit: 'ms', aim: '≤ 8' };
}
