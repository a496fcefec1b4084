import { largePipelineText } from '../support/large-pipeline.ts';
import { withEditorBench } from './editor-bench.ts';
import { lastPaint, watchPaints } from './measure-open.ts';

/** Milliseconds that the editor's first layout of pipelines of so many stages took, by count; one per load. */
export function measureLayout(
  counts: readonly number[],
  loads: number,
): Promise<ReadonlyMap<number, readonly number[]>> {
  return withEditorBench(async (bench) => {
    const times = new Map<number, readonly number[]>();
    for (const count of counts) {
      const url = bench.addPipeline(`layout-${count}`, largePipelineText(count));
      const samples: number[] = [];
      for (let load = 0; load < loads; load++) {
        samples.push(
          await bench.inPage(async (page) => {
            await watchPaints(page);
            await page.goto(url);
            await lastPaint(page);
            // The editor notes it for the browser's own tools.
            return page.evaluate(() => performance.getEntriesByName('layout', 'measure')[0]?.duration ?? Number.NaN);
          }),
        );
      }
      times.set(count, samples);
    }
    return times;
  });
}
