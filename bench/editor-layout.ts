import { measureLayout } from '../e2e/measure/measure-layout.ts';
import type { Figure } from '../scripts/figure.ts';
import { medianOf } from './support/median.ts';

const LOADS = 3;

/** How long the layout itself takes on the built editor: our own up to 2,000 nodes, ELK in a worker beyond; medians of three. */
export async function bench(): Promise<Figure[]> {
  const times = await measureLayout([100, 500, 1_000, 2_000, 2_500], LOADS);
  return [...times].map(([count, samples]) => ({
    name: `lay out ${count.toLocaleString('en-US')} stages, ${count <= 2_000 ? 'our own' : 'ELK in a worker'}`,
    value: medianOf(samples),
    unit: 'ms',
  }));
}
