import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import { PipelinePage } from '../support/pipeline-page.ts';
import { startSilentService } from '../support/silent-service.ts';

test('a request that was on its way when the server was killed is decided on: done, and the run goes on', async ({
  page,
  serve,
  folder: workspace,
}) => {
  test.slow();
  const service = await startSilentService();
  const call = { component: 'http_request', config: { method: 'POST', url: `${service.url}/jobs` } };
  const stages = [
    { id: 'deploy', ...call },
    { id: 'tell', component: 'logger', depends_on: ['deploy'], config: { message: 'deployed' } },
  ];
  writeFileSync(
    join(workspace, 'ask-once.pipeline.json'),
    JSON.stringify({ name: 'ask-once', version: '1.0.0', stages }),
  );
  const before = await serve({ workspace });
  const started = await page.request.post(`${before.url}/api/v1/runs`, { data: { pipeline: 'ask-once' } });
  const { id } = await started.json();
  await service.isAsked;
  await before.kill();
  const after = await serve({ workspace });
  try {
    await page.goto(`${after.url}/runs`);
    const row = page.getByRole('row', { name: /ask-once/ });
    await expect(row.getByText('undecided', { exact: true })).toBeVisible();
    await expect(row.getByText('Needs a decision: deploy')).toBeVisible();
    await expectNoViolations(page);

    await row.getByRole('link').click();
    await expect(page).toHaveURL(new RegExp(`run=${id}`));
    const { runBar } = new PipelinePage(page);
    await expect(runBar.getByText('undecided', { exact: true })).toBeVisible();
    await expect(runBar.getByText(/^deploy waits for a decision: .*POST 127\.0\.0\.1:\d+\/jobs/)).toBeVisible();
    await expect(page.locator('[data-stage="deploy"]').getByText('waiting for a decision').first()).toBeVisible();

    await runBar.getByRole('button', { name: 'Decide on deploy' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: /^What became of POST 127\.0\.0\.1:\d+\/jobs\?$/ });
    await expect(dialog.getByRole('button', { name: 'Decide', exact: true })).toBeDisabled();
    await dialog.getByRole('radio', { name: 'Send again' }).check();
    await expect(dialog.getByRole('button', { name: /^Send POST to 127\.0\.0\.1:\d+ again$/ })).toBeEnabled();
    await expectNoViolations(page);

    await dialog.getByRole('radio', { name: 'Send again' }).press('ArrowDown');
    await expect(dialog.getByRole('radio', { name: 'Done' })).toBeChecked();
    await dialog.getByLabel('Note for the journal').fill('it stands in the log of the service');
    await dialog.getByRole('button', { name: 'Count as done' }).press('Enter');
    await expect(dialog).toBeHidden();
    await expect(runBar.getByText('succeeded', { exact: true })).toBeVisible();
    await page.getByRole('tab', { name: 'Journal', exact: true }).click();
    await expect(page.getByText(/counts as done: .*it stands in the log of the service/).first()).toBeVisible();
    expect(service.count()).toBe(1);
  } finally {
    service.stop();
  }
});
