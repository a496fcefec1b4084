import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';

const VALUE = 'journey-token-0123456789';
const PIPELINE = JSON.stringify({
  name: 'needs-a-token',
  version: '1.0.0',
  stages: [{ id: 'say', component: 'json_transform', config: { mapping: { token: '{{secrets.DEPLOY_TOKEN}}' } } }],
});

test('a secret is set where it is missing, bound to a host, replaced and removed, and is never shown', async ({
  page,
  pageErrors,
  serve,
  folder: workspace,
}) => {
  test.slow();
  writeFileSync(join(workspace, 'needs-a-token.pipeline.json'), PIPELINE);
  const server = await serve({ workspace, env: { XDG_CONFIG_HOME: join(workspace, 'config') } });
  const start = async () => page.request.post(`${server.url}/api/v1/runs`, { data: { pipeline: 'needs-a-token' } });
  expect((await start()).status()).toBe(422);
  await page.goto(server.url);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Secrets' }).click();
  const missing = page.getByRole('listitem').filter({ hasText: 'DEPLOY_TOKEN' });
  await expect(missing.getByText('not set')).toBeVisible();
  await expectNoViolations(page);

  await missing.getByRole('button', { name: 'Set DEPLOY_TOKEN' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Set DEPLOY_TOKEN' });
  await page.keyboard.type('short');
  await expect(dialog.getByText(/at least 8 characters/)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Store' })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Value' }).fill(VALUE);
  await dialog.getByRole('textbox', { name: 'Goes only to' }).fill('*.com');
  await page.keyboard.press('Enter');
  await expectNoViolations(page);
  await dialog.getByRole('button', { name: 'Store' }).press('Enter');
  await expect(dialog.getByRole('alert')).toContainText('names that strangers can register');
  pageErrors.length = 0; // the browser reports the request that was refused
  await dialog.getByRole('button', { name: 'Take *.com away' }).press('Enter');
  await page.keyboard.type('deploy.example,');
  await dialog.getByRole('button', { name: 'Store' }).press('Enter');
  await expect(dialog).toBeHidden();

  const row = page.getByRole('row', { name: /DEPLOY_TOKEN/ });
  await expect(row.getByText('https://deploy.example')).toBeVisible();
  await expect(row.getByRole('link', { name: 'needs-a-token' })).toBeVisible();
  expect((await start()).status()).toBe(202);

  await row.getByRole('button', { name: 'Replace DEPLOY_TOKEN' }).press('Enter');
  const replacing = page.getByRole('dialog', { name: 'Replace DEPLOY_TOKEN' });
  await expect(replacing.getByText('https://deploy.example')).toBeVisible();
  await expect(replacing.getByRole('textbox', { name: 'Value' })).toHaveValue('');
  await page.keyboard.press('Escape');
  expect(await page.content()).not.toContain(VALUE);
  expect(await (await page.request.get(`${server.url}/api/v1/secrets`)).text()).not.toContain(VALUE);

  await row.getByRole('button', { name: 'Remove DEPLOY_TOKEN' }).press('Enter');
  const removing = page.getByRole('dialog', { name: 'Remove DEPLOY_TOKEN?' });
  await expect(removing.getByText(/A pipeline reads it, and cannot run without it: needs-a-token/)).toBeVisible();
  await removing.getByRole('button', { name: 'Remove', exact: true }).press('Enter');
  await expect(missing.getByText('not set')).toBeVisible();
  expect((await start()).status()).toBe(422);
});
