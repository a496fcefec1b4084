import type { CDPSession, Page } from '@playwright/test';
import { largePipelineText } from '../support/large-pipeline.ts';
import { withEditorBench } from './editor-bench.ts';

/** What the page holds after the garbage has been collected. */
export interface Held {
  readonly heapMb: number;
  readonly elements: number;
  readonly listeners: number;
}

/** Enough for everything to be loaded and every cache to be as full as it gets. */
const WARM_UP = 10;

/** Opens a pipeline from the list and goes back to the list, `times` times; what is held before (when warm) and after. */
export function measureMemory(stages: number, times: number): Promise<{ readonly before: Held; readonly after: Held }> {
  return withEditorBench((bench) =>
    bench.inPage(async (page) => {
      bench.addPipeline('often', largePipelineText(stages));
      await page.goto(bench.server.url);
      const session = await page.context().newCDPSession(page);
      for (let time = 0; time < WARM_UP; time++) await openAndClose(page);
      const before = await heldBy(session);
      for (let time = 0; time < times; time++) await openAndClose(page);
      return { before, after: await heldBy(session) };
    }),
  );
}

async function openAndClose(page: Page): Promise<void> {
  const link = page.locator('a[href="/pipelines/pipelines/often"]').first();
  await link.click();
  await page.locator('[data-stage]').first().waitFor();
  await page.locator('a[href="/"]').first().click();
  await link.waitFor();
}

async function heldBy(session: CDPSession): Promise<Held> {
  // What is only weakly held needs a second round.
  for (let round = 0; round < 3; round++) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { heapMb: usedSize / 2 ** 20, elements: nodes, listeners: jsEventListeners };
}
