import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import { PipelinePage } from '../support/pipeline-page.ts';
import { startSilentService } from '../support/silent-service.ts';

const PIPELINE = JSON.stringify({
  name: 'held-ask',
  version: '1.0.0',
  stages: [{ id: 'ask', component: 'http_request', config: { method: 'GET', url: 'https://slow.example/answer' } }],
});

test('a run whose profile is gone says that it is held, and goes on when it is resumed', async ({
  page,
  pageErrors,
  serve,
  folder: workspace,
}) => {
  test.slow();
  const service = await startSilentService();
  writeFileSync(join(workspace, 'held-ask.pipeline.json'), PIPELINE);
  const profile = join(workspace, 'test.profile.json');
  const rules = JSON.stringify({ http: { rewrite: [{ match: 'https://slow.example', to: service.url }] } });
  writeFileSync(profile, rules);

  const before = await serve({ workspace });
  const started = await page.request.post(`${before.url}/api/v1/runs`, {
    data: { pipeline: 'held-ask', profile: 'test' },
  });
  const { id } = await started.json();
  await service.isAsked;
  await before.stop();
  rmSync(profile);
  const after = await serve({ workspace });
  try {
    await page.goto(after.url);
    const waiting = page.getByRole('region', { name: 'Runs that need a person' });
    await expect(waiting.getByRole('heading')).toHaveText('1 run needs a person');
    await expect(waiting.getByText(/^Held: .*no profile "test"/)).toBeVisible();
    await expectNoViolations(page);
    await waiting.getByRole('link', { name: 'Show in the list of runs' }).click();
    await expect(page).toHaveURL(`${after.url}/runs?needs_person=true`);
    const row = page.getByRole('row', { name: /held-ask/ });
    await expect(row.getByText('held', { exact: true })).toBeVisible();
    await expect(row.getByText(/^Held: .*no profile "test"/)).toBeVisible();
    await expectNoViolations(page);
    await row.getByRole('button', { name: 'Resume the run of held-ask' }).press('Enter');
    await expect(page.getByText('The run was not resumed')).toBeVisible();
    pageErrors.length = 0; // the browser reports the request that was refused

    await row.getByRole('link').click();
    await expect(page).toHaveURL(new RegExp(`run=${id}`));
    const { runBar } = new PipelinePage(page);
    await expect(runBar.getByText('held', { exact: true })).toBeVisible();
    await expect(runBar.getByText(/^Held: .*no profile "test"/)).toBeVisible();
    await page.getByRole('tab', { name: 'Journal', exact: true }).click();
    await expect(page.getByText(/The run is held: .*no profile "test"/).first()).toBeVisible();
    await expectNoViolations(page);

    writeFileSync(profile, rules);
    service.answer();
    await runBar.getByRole('button', { name: 'Resume', exact: true }).press('Enter');
    await expect(runBar.getByText('succeeded', { exact: true })).toBeVisible();
    await expect(runBar.getByRole('button', { name: 'Resume', exact: true })).toHaveCount(0);
    await page.goto(`${after.url}/runs?needs_person=true`);
    await expect(page.getByText('No run waits for anybody')).toBeVisible();
  } finally {
    service.stop();
  }
});
