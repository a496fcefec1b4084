import type { Frames } from '../e2e/measure/frame-meter.ts';
import { measureDrag, measurePan } from '../e2e/measure/measure-frames.ts';
import type { Figure } from '../scripts/figure.ts';
import { medianOf } from './support/median.ts';

/** Panning large pipelines and dragging a stage of them: only frames in which something has moved count. Medians of three rounds. */
export async function bench(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of [500, 1_000, 2_000]) {
    const { near, whole } = await measurePan(count);
    const stages = `pan ${count.toLocaleString('en-US')} stages`;
    figures.push(...toFigures(`${stages}, opened`, near, count), ...toFigures(`${stages}, all in view`, whole, count));
  }
  const dragged = await measureDrag(1_000);
  return [...figures, ...toFigures('drag a stage of 1,000', dragged, 1_000)];
}

function toFigures(name: string, rounds: readonly Frames[], count: number): readonly Figure[] {
  return [
    {
      name: `${name}: frames that move`,
      value: medianOf(rounds.map(({ movedPerSecond }) => movedPerSecond)),
      unit: '1/s',
      ...(count <= 1_000 && { aim: '60' }),
    },
    { name: `${name}: 95 % of frames within`, value: medianOf(rounds.map(({ p95Ms }) => p95Ms)), unit: 'ms' },
  ];
}
