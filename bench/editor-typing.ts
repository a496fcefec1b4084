import { measureFieldTyping, measureTextTyping } from '../e2e/measure/measure-typing.ts';
import type { Figure } from '../scripts/figure.ts';
import { medianOf, quantileOf } from './support/median.ts';

/** From a key stroke to the problems that it makes, shown; twenty strokes in the JSON view, twenty in a field of a panel. */
export async function bench(): Promise<Figure[]> {
  return [
    ...toFigures('JSON view', await measureTextTyping(500)),
    ...toFigures('field of a stage', await measureFieldTyping(500)),
  ];
}

function toFigures(where: string, answers: readonly number[]): readonly Figure[] {
  const name = `key to problems shown, 500 stages, ${where}`;
  return [
    { name: `${name}, median`, value: medianOf(answers), unit: 'ms', aim: '≤ 50' },
    { name: `${name}, p95`, value: quantileOf(answers, 0.95), unit: 'ms' },
  ];
}
