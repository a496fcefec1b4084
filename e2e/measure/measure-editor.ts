import type { Page } from '@playwright/test';
import { requestChainsText } from '../support/large-pipeline.ts';
import { type EditorBench, withEditorBench } from './editor-bench.ts';
import { showRun } from './measure-live-run.ts';
import { startSlowService } from './slow-service.ts';

export type EditorFigures = {
  /** Milliseconds from the start of the navigation to the first painted stage, one per load with an empty cache. */
  readonly paintedMs: readonly number[];
  /** Bytes of JavaScript and CSS on the wire (compressed) before the first stage was painted. */
  readonly codeBytes: number;
  /** Milliseconds from a stage event on the server to its status on the screen. */
  readonly eventLagMs: readonly number[];
};

const LOADS = 5;
const CHAIN = 30;
const LATENCY_MS = 30;
/** The first call takes long enough for the page to open the run's stream: what is measured is following, not arriving. */
const FIRST_LATENCY_MS = 1_500;

/** Measures the built editor in Chromium: loading a pipeline page, and following a live run of requests to a local service. */
export async function measureEditor(): Promise<EditorFigures> {
  const service = await startSlowService((path) => (path === '/0/0' ? FIRST_LATENCY_MS : LATENCY_MS));
  try {
    return await withEditorBench(async (bench) => {
      const loads = [];
      for (let load = 0; load < LOADS; load++) loads.push(await bench.inPage((page) => measureLoad(page, bench)));
      const eventLagMs = await bench.inPage((page) => measureLag(page, bench, service.url));
      return {
        paintedMs: loads.map(({ paintedMs }) => paintedMs),
        codeBytes: Math.max(...loads.map(({ codeBytes }) => codeBytes)),
        eventLagMs,
      };
    });
  } finally {
    service.stop();
  }
}

async function measureLoad(page: Page, { server }: EditorBench): Promise<{ paintedMs: number; codeBytes: number }> {
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('[data-stage]') === null) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('stages-painted')));
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${server.url}/pipelines/pipelines/devops-cicd-deployment`);
  await page.waitForFunction(() => performance.getEntriesByName('stages-painted').length > 0);
  return page.evaluate(() => {
    const paintedMs = performance.getEntriesByName('stages-painted')[0]?.startTime ?? 0;
    // What comes later is loaded on purpose after the canvas, and would be counted or not by chance.
    const codeBytes = performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      // Both instants: a preloaded worker script that starts later tells the end of its preload.
      .filter(({ startTime, responseEnd }) => Math.max(startTime, responseEnd) <= paintedMs)
      .filter(({ name }) => /\.(js|css)$/.test(name))
      .reduce((sum, { transferSize }) => sum + transferSize, 0);
    return { paintedMs, codeBytes };
  });
}

async function measureLag(page: Page, { server, addPipeline }: EditorBench, url: string): Promise<readonly number[]> {
  await page.goto(addPipeline('lag', requestChainsText({ rows: 1, length: CHAIN, url })));
  await page.waitForSelector('[data-stage]');
  await watchStatuses(page);
  const answer = await page.request.post(`${server.url}/api/v1/runs`, {
    data: { pipeline: 'pipelines/lag', input: {} },
  });
  const { id } = await answer.json();
  await showRun(page, id);
  await page.waitForFunction(
    (last) => document.querySelector(`[data-stage="${last}"] [aria-label="succeeded"]`) !== null,
    `call-0-${CHAIN - 1}`,
    { timeout: 60_000 },
  );
  const seen = await page.evaluate(() => Object.fromEntries(window.seenStatuses ?? new Map()));
  const events: { type: string; stage_id?: string; at: string }[] = await (
    await page.request.get(`${server.url}/api/v1/runs/${id}/events`)
  ).json();
  return events.flatMap((event) => {
    const at = event.type === 'stage.succeeded' ? seen[`${event.stage_id} succeeded`] : undefined;
    return at === undefined ? [] : [at - Date.parse(event.at)];
  });
}

declare global {
  interface Window {
    seenStatuses?: Map<string, number>;
  }
}

/** Notes in the page when each stage's card first says that the stage has succeeded. */
async function watchStatuses(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Map<string, number>();
    window.seenStatuses = seen;
    new MutationObserver(() => {
      for (const mark of document.querySelectorAll('[data-stage] [aria-label="succeeded"]')) {
        const key = `${mark.closest('[data-stage]')?.getAttribute('data-stage')} succeeded`;
        if (!seen.has(key)) seen.set(key, Date.now());
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'] });
  });
}
