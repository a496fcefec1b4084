import type { Page } from '@playwright/test';
import { BOTH, DARK, expect, expectState, test } from '../support/picture-test.ts';
import { PipelinePage } from '../support/pipeline-page.ts';
import { type RecordedRun, type Replay, recordedRun, replay, upTo } from '../support/replayed-run.ts';

/** Shows a part of a recorded run on the page of its pipeline, all of it in view. */
async function show(page: Page, recorded: RecordedRun, events: RecordedRun['events']): Promise<Replay> {
  const replayed = await replay(page, recorded, events);
  await page.route('**/api/v1/runs?**', (route) => route.fulfill({ json: { items: [], next_cursor: null } }));
  await page.goto(`/pipelines/pipelines/${recorded.run['pipeline']}?run=${recorded.run.id}`);
  const pipeline = new PipelinePage(page);
  await expect(pipeline.runBar).toBeVisible();
  await expect(page.getByRole('region', { name: 'Canvas' })).toHaveAttribute('aria-busy', 'false');
  const follow = page.getByRole('button', { name: 'Follow the run on the canvas' });
  if ((await follow.count()) > 0 && (await follow.getAttribute('aria-pressed')) === 'true') await follow.click();
  await pipeline.showAll();
  return replayed;
}

test.describe('runs look as they did', () => {
  test('running, and waiting for the next attempt, until the server is gone', async ({ page, pageErrors }) => {
    const recorded = recordedRun('recovered');
    const pipeline = new PipelinePage(page);
    const running = await show(page, recorded, upTo(recorded, 'stage.started', 'prod-health-check', 2));
    await pipeline.expectStage('prod-health-check', 'running');
    await expectState(page, 'run-running', BOTH);
    await page.goto('about:blank');
    await running.stop();
    await page.unrouteAll();
    const waiting = await show(page, recorded, upTo(recorded, 'run.waiting', undefined, 5));
    await pipeline.expectStage('prod-health-check', 'waiting');
    await pipeline.stage('prod-health-check').click();
    await expect(pipeline.stagePanel('prod-health-check')).toBeVisible();
    await expectState(page, 'run-waiting', DARK);
    await waiting.breakOff();
    await expect(page.getByText('The server cannot be reached.')).toBeVisible();
    await expectState(page, 'run-connection-lost');
    await waiting.stop();
    pageErrors.length = 0; // the browser reports each request that found nobody
  });

  for (const { name, stage, tab } of [
    { name: 'recovered', stage: 'prod-health-check', tab: 'Timeline' },
    { name: 'failed', stage: 'rollback-production', tab: 'Journal' },
    { name: 'cancelled', stage: undefined, tab: 'Timeline' },
    { name: 'succeeded', stage: 'determine-action', tab: 'Timeline' },
  ] as const) {
    test(`${name}`, async ({ page }) => {
      const recorded = recordedRun(name);
      const replayed = await show(page, recorded, recorded.events);
      const pipeline = new PipelinePage(page);
      await pipeline.expectRun(name);
      await page.getByRole('tab', { name: tab, exact: true }).click();
      if (stage !== undefined) {
        await pipeline.stage(stage).click();
        await expect(pipeline.stagePanel(stage)).toBeVisible();
      }
      await expectState(page, `run-${name}`, name === 'failed' ? DARK : {});
      if (name === 'recovered') {
        await page.setViewportSize({ width: 1920, height: 1080 });
        await pipeline.showAll();
        await expectState(page, 'run-recovered-1920', { ...DARK, isOnlyPicture: true });
      }
      await replayed.stop();
    });
  }
});
