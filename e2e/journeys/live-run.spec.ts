import { expect, test } from '../support/journey.ts';
import { PipelinePage } from '../support/pipeline-page.ts';

const SICK = 'Production is unhealthy after the deployment';

test.describe('a run in the browser', () => {
  test('shows each stage live, ends recovered, and says why the health check failed', async ({ page }) => {
    const pipeline = new PipelinePage(page);
    await pipeline.open('devops-cicd-deployment');
    await page.evaluate(() => {
      window.name = 'never reloaded';
    });
    await pipeline.runSimulated(SICK);
    await pipeline.expectStage('poll-build-status', 'running', 'waiting');
    await pipeline.expectStage('trigger-build', 'succeeded');
    await pipeline.expectStage('staging-health-check', 'succeeded');
    await pipeline.expectStage('prod-health-check', 'running', 'waiting');
    await pipeline.expectStage('prod-health-check', 'failed');
    await pipeline.expectRun('recovered');
    await pipeline.expectStage('rollback-production', 'succeeded');
    await pipeline.expectStage('notify-success', 'skipped');
    await pipeline.stage('prod-health-check').click();
    const panel = pipeline.stagePanel('prod-health-check');
    await expect(panel.getByText(/still 503 after 6 of 6 attempts/).first()).toBeVisible();
    expect(await page.evaluate(() => window.name)).toBe('never reloaded');
  });

  test('misses nothing when the page is reloaded in the middle', async ({ page, request }) => {
    const pipeline = new PipelinePage(page);
    await pipeline.open('devops-cicd-deployment');
    await pipeline.runSimulated(SICK);
    await pipeline.expectStage('staging-health-check', 'running', 'waiting', 'succeeded');
    await page.reload();
    await pipeline.showAll();
    await pipeline.expectStage('trigger-build', 'succeeded');
    await pipeline.expectRun('recovered');
    const runId = new URL(page.url()).searchParams.get('run');
    const run = await (await request.get(`/api/v1/runs/${runId}`)).json();
    for (const [id, { status }] of Object.entries<{ status: string }>(run.stages))
      await pipeline.expectStage(id, status);
    const events = await (await request.get(`/api/v1/runs/${runId}/events`)).json();
    await page.getByRole('tab', { name: 'Journal' }).click();
    await expect(page.getByText(`${events.length} events`)).toBeVisible();
  });

  test('runs finally when it is cancelled between two polls, and says how production was left', async ({
    page,
    request,
  }) => {
    const pipeline = new PipelinePage(page);
    await pipeline.open('devops-cicd-deployment');
    await pipeline.runSimulated(SICK);
    // The dialog gives the focus back to its button, which explains itself only to those who came by key.
    await expect(page.getByRole('tooltip')).toHaveCount(0);
    await pipeline.runBar.getByRole('button', { name: 'Cancel' }).click();
    const confirm = page
      .getByRole('dialog', { name: 'Cancel this run?' })
      .getByRole('button', { name: /Cancel the run/ });
    await expect(confirm).toBeVisible();
    const runId = new URL(page.url()).searchParams.get('run');
    const readRun = async () => (await request.get(`/api/v1/runs/${runId}`)).json();
    const checkStatus = async () => (await readRun()).stages['prod-health-check']?.status;
    await expect.poll(checkStatus, { intervals: [50] }).toBe('waiting');
    await confirm.press('Enter'); // a click would wait until nothing moves, and the checks go on
    await pipeline.expectRun('cancelled');
    await pipeline.expectStage('log-production-result', 'succeeded');
    await pipeline.expectStage('rollback-production', 'skipped');
    await pipeline.expectStage('prod-health-check', 'cancelled');
    const { output } = await readRun();
    expect([output.deployment.status, output.health_check.production]).toEqual([
      'changed_not_verified',
      'changed, not verified',
    ]);
  });
});
