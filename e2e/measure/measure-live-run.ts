import type { Page } from '@playwright/test';
import { requestChainsText } from '../support/large-pipeline.ts';
import { withEditorBench } from './editor-bench.ts';
import { endFrames, type Frames, startFrames } from './frame-meter.ts';
import { lastPaint, watchPaints } from './measure-open.ts';
import { startSlowService } from './slow-service.ts';

/** Rows of requests that take a second each: every second each of them ends and the next one begins. */
const ROWS = 10;
const LATENCY_MS = 1_000;
const ROUND_MS = 4_000;
const ROUNDS = 3;

export interface LiveRunFrames {
  /** With the view as it is when a run has been started, following it. */
  readonly following: readonly Frames[];
  /** With every stage in view. */
  readonly whole: readonly Frames[];
  /** Changes of a stage's status that the journal counts while the frames were counted, per second. */
  readonly changesPerSecond: number;
}

/** Watches a real run of `count` stages on the real server, ten requests at a time to a service on this machine. */
export async function measureLiveRun(count: number): Promise<LiveRunFrames> {
  const service = await startSlowService(() => LATENCY_MS);
  try {
    return await withEditorBench((bench) =>
      bench.inPage(async (page) => {
        const text = requestChainsText({ rows: ROWS, length: count / ROWS, url: service.url });
        await watchPaints(page);
        await page.goto(bench.addPipeline('live', text));
        await lastPaint(page);
        const runId = await startAndShow(page, bench.server.url);
        const before = await countChanges(page, bench.server.url, runId);
        const startedAt = performance.now();
        const following = await rounds(page);
        await page.getByRole('button', { name: 'Fit the whole pipeline' }).click();
        await page.waitForFunction((all) => document.querySelectorAll('[data-stage]').length >= all, count);
        const whole = await rounds(page);
        const seconds = (performance.now() - startedAt) / 1_000;
        const changes = (await countChanges(page, bench.server.url, runId)) - before;
        await page.request.post(`${bench.server.url}/api/v1/runs/${runId}/cancel`, { data: {} });
        return { following, whole, changesPerSecond: changes / seconds };
      }),
    );
  } finally {
    service.stop();
  }
}

async function startAndShow(page: Page, serverUrl: string): Promise<string> {
  const answer = await page.request.post(`${serverUrl}/api/v1/runs`, {
    data: { pipeline: 'pipelines/live', input: {} },
  });
  const { id } = await answer.json();
  await showRun(page, id);
  await page.waitForSelector('[data-stage] [aria-label="succeeded"]');
  return id;
}

/** Shows a run on the page that is open, as a link within the editor does. */
export async function showRun(page: Page, runId: string): Promise<void> {
  await page.evaluate((id) => {
    history.pushState(null, '', `?run=${id}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, runId);
}

async function rounds(page: Page): Promise<readonly Frames[]> {
  const frames: Frames[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await startFrames(page, '.react-flow__viewport');
    await page.waitForTimeout(ROUND_MS);
    frames.push(await endFrames(page));
  }
  return frames;
}

const CHANGES: ReadonlySet<string> = new Set(['stage.started', 'stage.succeeded', 'stage.failed', 'stage.skipped']);

async function countChanges(page: Page, serverUrl: string, runId: string): Promise<number> {
  const answer = await page.request.get(`${serverUrl}/api/v1/runs/${runId}/events`);
  const events: { type: string }[] = await answer.json();
  return events.filter(({ type }) => CHANGES.has(type)).length;
}
