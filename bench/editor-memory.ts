import { measureMemory } from '../e2e/measure/measure-memory.ts';
import type { Figure } from '../scripts/figure.ts';

const TIMES = 100;

/** What stays behind when a pipeline of 200 stages is opened and closed a hundred times in one tab. */
export async function bench(): Promise<Figure[]> {
  const { before, after } = await measureMemory(200, TIMES);
  return [
    { name: 'memory after 10 open/close, garbage collected', value: before.heapMb, unit: 'MB' },
    { name: `memory after ${TIMES} more`, value: after.heapMb, unit: 'MB' },
    {
      name: 'memory left behind by each',
      value: ((after.heapMb - before.heapMb) * 1024) / TIMES,
      unit: 'kB',
      aim: '≤ 20',
    },
    { name: 'elements left behind by each', value: (after.elements - before.elements) / TIMES, unit: '', aim: '0' },
    { name: 'listeners left behind by each', value: (after.listeners - before.listeners) / TIMES, unit: '', aim: '0' },
  ];
}
