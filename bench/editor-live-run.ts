import type { Frames } from '../e2e/measure/frame-meter.ts';
import { measureLiveRun } from '../e2e/measure/measure-live-run.ts';
import type { Figure } from '../scripts/figure.ts';
import { medianOf } from './support/median.ts';

/** Frames per second while a real run of 1,000 stages changes about twenty statuses a second; medians of three rounds. */
export async function bench(): Promise<Figure[]> {
  const { following, whole, changesPerSecond } = await measureLiveRun(1_000);
  return [
    { name: 'live run of 1,000 stages: changes of status', value: changesPerSecond, unit: '1/s', aim: 'about 20' },
    ...toFigures('live run of 1,000 stages, following', following),
    ...toFigures('live run of 1,000 stages, all in view', whole),
  ];
}

function toFigures(name: string, rounds: readonly Frames[]): readonly Figure[] {
  return [
    { name: `${name}: frames`, value: medianOf(rounds.map(({ perSecond }) => perSecond)), unit: '1/s', aim: '60' },
    { name: `${name}: 95 % of frames within`, value: medianOf(rounds.map(({ p95Ms }) => p95Ms)), unit: 'ms' },
  ];
}
