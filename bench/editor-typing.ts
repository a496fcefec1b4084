import { measureTyping } from '../e2e/measure/measure-typing.ts';
import type { Figure } from '../scripts/figure.ts';
import { medianOf, quantileOf } from './support/median.ts';

/** From a key stroke to the problems that it makes, shown; twenty strokes in the JSON view. */
export async function bench(): Promise<Figure[]> {
  const answers = await measureTyping(500);
  return [
    { name: 'key to problems shown, 500 stages, JSON view, median', value: medianOf(answers), unit: 'ms', aim: '≤ 50' },
    { name: 'key to problems shown, 500 stages, JSON view, p95', value: quantileOf(answers, 0.95), unit: 'ms' },
  ];
}
