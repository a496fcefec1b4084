import { measureEditor } from '../e2e/measure/measure-editor.ts';
import type { Figure } from '../scripts/figure.ts';
import { medianOf, quantileOf } from './support/median.ts';

/** The built editor in Chromium: from navigation to a painted canvas, the bytes that takes, and how late the screen is in a live run. */
export async function bench(): Promise<Figure[]> {
  const { paintedMs, codeBytes, eventLagMs } = await measureEditor();
  return [
    { name: 'navigation to canvas painted, median', value: medianOf(paintedMs), unit: 'ms', aim: '≤ 1,000' },
    { name: 'JavaScript and CSS before the canvas shows', value: codeBytes / 1024, unit: 'kB', aim: '≤ 450' },
    { name: `stage event to screen, p50 of ${eventLagMs.length}`, value: quantileOf(eventLagMs, 0.5), unit: 'ms' },
    { name: 'stage event to screen, p95', value: quantileOf(eventLagMs, 0.95), unit: 'ms', aim: '≤ 100' },
  ];
}
