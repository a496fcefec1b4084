import type { Page } from '@playwright/test';
import { largePipelineText } from '../support/large-pipeline.ts';
import { type EditorBench, withEditorBench } from './editor-bench.ts';

export interface OpenTimes {
  /** Milliseconds from the start of the navigation until all that is in view is painted; one per load. */
  readonly openMs: readonly number[];
  /** Milliseconds from the key that fits the whole pipeline into the view until every stage of it is painted. */
  readonly showAllMs: readonly number[];
}

/** Opens pipelines of so many stages on the built editor, each `loads` times with an empty cache. */
export function measureOpen(counts: readonly number[], loads: number): Promise<ReadonlyMap<number, OpenTimes>> {
  return withEditorBench(async (bench) => {
    const times = new Map<number, OpenTimes>();
    for (const count of counts) {
      const url = bench.addPipeline(`large-${count}`, largePipelineText(count));
      const samples = [];
      for (let load = 0; load < loads; load++) samples.push(await openOnce(bench, url, count));
      times.set(count, {
        openMs: samples.map(({ openMs }) => openMs),
        showAllMs: samples.map(({ showAllMs }) => showAllMs),
      });
    }
    return times;
  });
}

function openOnce(bench: EditorBench, url: string, count: number): Promise<{ openMs: number; showAllMs: number }> {
  return bench.inPage(async (page) => {
    await watchPaints(page);
    await page.goto(url);
    const openMs = await lastPaint(page);
    await page.locator('[data-stage]').first().focus();
    return { openMs, showAllMs: await pressAndWaitForAll(page, count) };
  });
}

/** From the key that fits the whole pipeline into the view to the frame in which the last of all stages is painted, ms. */
async function pressAndWaitForAll(page: Page, count: number): Promise<number> {
  await page.evaluate((all) => {
    function isAllThere(): boolean {
      const stages = document.querySelectorAll<HTMLElement>('[data-stage]');
      return new Set(Array.from(stages, ({ dataset }) => dataset['stage'])).size === all;
    }
    function watch(): void {
      // The frame after the next begins when the next has been painted.
      if (isAllThere()) requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('all-painted')));
      else requestAnimationFrame(watch);
    }
    addEventListener(
      'keydown',
      () => {
        performance.mark('key');
        requestAnimationFrame(watch);
      },
      { capture: true, once: true },
    );
  }, count);
  await page.keyboard.press('1');
  await page.waitForFunction(() => performance.getEntriesByName('all-painted').length > 0);
  return page.evaluate(() => performance.measure('show all', 'key', 'all-painted').duration);
}

declare global {
  interface Window {
    /** When the youngest stage on the screen was painted, ms since the navigation; and whether more are on their way. */
    stagePaints?: { lastMs: number; isPending: boolean };
  }
}

/** Notes in the page when a stage was last painted. A page has to be watched before it is opened. */
export async function watchPaints(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const paints = { lastMs: 0, isPending: true };
    window.stagePaints = paints;
    let token = 0;
    new MutationObserver((records) => {
      const hasStage = records.some(({ addedNodes }) =>
        Array.from(addedNodes).some(
          (node) =>
            node instanceof Element && (node.matches('[data-stage]') || node.querySelector('[data-stage]') !== null),
        ),
      );
      if (!hasStage) return;
      paints.isPending = true;
      token += 1;
      const own = token;
      // The second frame begins when the first has been painted.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          paints.lastMs = performance.now();
          if (own === token) paints.isPending = false;
        }),
      );
    }).observe(document, { childList: true, subtree: true });
  });
}

const QUIET_MS = 700;

/** Waits until no more stages appear, and gives the instant at which the last one was painted, ms since the navigation. */
export async function lastPaint(page: Page): Promise<number> {
  await page.waitForFunction(
    (quietMs) => {
      const paints = window.stagePaints;
      return paints !== undefined && !paints.isPending && performance.now() - paints.lastMs > quietMs;
    },
    QUIET_MS,
    { timeout: 60_000 },
  );
  return page.evaluate(() => window.stagePaints?.lastMs ?? Number.NaN);
}
