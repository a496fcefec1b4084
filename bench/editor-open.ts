import { measureOpen } from '../e2e/measure/measure-open.ts';
import type { Figure } from '../scripts/figure.ts';
import { medianOf } from './support/median.ts';

const COUNTS = [100, 500, 1_000, 2_000];
const LOADS = 3;

/** Opening large pipelines on the built editor in Chromium, with an empty cache: medians of three loads each. */
export async function bench(): Promise<Figure[]> {
  const times = await measureOpen(COUNTS, LOADS);
  return [...times].flatMap(([count, { openMs, showAllMs }]): Figure[] => {
    const aim = count === 1_000 ? { aim: '≤ 1,000' } : {};
    const stages = `${count.toLocaleString('en-US')} stages`;
    return [
      { name: `open ${stages}: navigation to view painted`, value: medianOf(openMs), unit: 'ms', ...aim },
      { name: `open ${stages}: key 1 to every stage painted`, value: medianOf(showAllMs), unit: 'ms', ...aim },
    ];
  });
}
