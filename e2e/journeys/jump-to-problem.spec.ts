import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../support/journey.ts';
import { PipelinePage } from '../support/pipeline-page.ts';

test('a problem leads to its field, wherever in the form of a stage that is', async ({ page, server }) => {
  const stages = [
    {
      id: 'call',
      component: 'http_request',
      name: 7,
      description: ['long'],
      timeout: 30,
      retry: { max_attempts: 1000, condition: '{{output.count-1}}', again: true },
      config: { url: 'https://api.example/' },
    },
    { id: 'call', component: 'logger', config: { message: 'twice' } },
  ];
  const text = JSON.stringify({ name: 'places', version: '1.0.0', stages }, null, 2);
  writeFileSync(join(server.workspace, 'pipelines/places.pipeline.json'), text);
  await page.goto('/pipelines/pipelines/places');
  await page.getByRole('button', { name: /^\d+ errors/ }).click();
  const rows = page.getByRole('region', { name: 'Problems' }).locator('[data-problem]');
  const form = page.getByRole('region', { name: 'Stage call' });
  for (const [place, field] of [
    ['call › name', 'Name'],
    ['call › description', 'Description'],
    ['call › timeout ', 'Timeout'],
    ['call › retry › max_attempts', 'Max attempts'],
    ['call › retry › condition', 'Try again while'],
  ] as const) {
    await rows.filter({ hasText: place }).first().click();
    await expect(form.getByLabel(field, { exact: true })).toBeFocused();
  }
  await rows.filter({ hasText: 'call › retry › again' }).click();
  await expect(form.getByRole('region', { name: 'Retry and time' }).locator(':focus')).toHaveCount(1);
});

test('a problem leads to the definition while a run is shown', async ({ page, server }) => {
  const stages = [
    { id: 'first', component: 'logger', timeout: 30, config: { message: 'one' } },
    { id: 'second', component: 'logger', depends_on: ['first'], config: { message: 'two' } },
  ];
  const text = JSON.stringify({ name: 'shown', version: '1.0.0', stages }, null, 2);
  writeFileSync(join(server.workspace, 'pipelines/shown.pipeline.json'), text);
  await page.goto('/pipelines/pipelines/shown');
  const pipeline = new PipelinePage(page);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Start/ })
    .click();
  await pipeline.expectRun('succeeded');
  await pipeline.stage('second').click();
  const result = page.getByRole('tab', { name: 'Result' });
  await expect(result).toHaveAttribute('aria-selected', 'true');
  await page.getByRole('button', { name: /^1 warning/ }).click();
  await page.getByRole('region', { name: 'Problems' }).locator('[data-problem]').click();
  await expect(page.getByRole('region', { name: 'Stage first' }).getByLabel('Timeout', { exact: true })).toBeFocused();
  // Who asks for the result again has it.
  await result.click();
  await expect(result).toHaveAttribute('aria-selected', 'true');
});
