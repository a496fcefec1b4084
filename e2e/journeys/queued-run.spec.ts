import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import { PipelinePage } from '../support/pipeline-page.ts';
import { startSilentService } from '../support/silent-service.ts';

test('runs of one key take turns: who waits says for whom, can be cancelled, and starts when its turn comes', async ({
  page,
  serve,
  folder: workspace,
}) => {
  test.slow();
  const service = await startSilentService();
  const deploy = {
    name: 'take-turns',
    version: '1.0.0',
    settings: { concurrency: { key: '{{input.service}}' } },
    stages: [{ id: 'ask', component: 'http_request', config: { method: 'GET', url: `${service.url}/deploy` } }],
  };
  writeFileSync(join(workspace, 'take-turns.pipeline.json'), JSON.stringify(deploy));
  const server = await serve({ workspace });
  const { runBar } = new PipelinePage(page);
  const start = async (): Promise<string> => {
    const data = { pipeline: 'take-turns', input: { service: 'shop' } };
    return (await (await page.request.post(`${server.url}/api/v1/runs`, { data })).json()).id;
  };
  const show = (id: string) => page.goto(`${server.url}/pipelines/take-turns?run=${id}`);
  const status = (word: string) => runBar.getByText(word, { exact: true });
  try {
    const first = await start();
    await service.isAsked;
    const second = await start();
    await show(second);
    await expect(status('queued')).toBeVisible();
    await expect(runBar.getByText(`Queued behind the run ${first}, which has "shop".`)).toBeVisible();
    await expectNoViolations(page);
    await runBar.getByRole('link', { name: 'Show that run' }).click();
    await expect(page).toHaveURL(new RegExp(`run=${first}`));
    await expect(status('running')).toBeVisible();

    await show(second);
    await runBar.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the run' }).click();
    await expect(status('cancelled')).toBeVisible();

    await show(await start());
    await expect(status('queued')).toBeVisible();
    expect(service.count()).toBe(1);
    service.answer();
    await expect(status('succeeded')).toBeVisible();
    expect(service.count()).toBe(2);
  } finally {
    service.stop();
  }
});
