import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';

const FM = join(import.meta.dirname, '../../apps/runner-api/bin/fm.js');
const PIPELINE = JSON.stringify({
  name: 'greet',
  version: '1.0.0',
  stages: [{ id: 'say', component: 'logger', config: { message: 'hello' } }],
});

test('a server that needs a token asks for one, lets an operator run, and a viewer only look', async ({
  page,
  pageErrors,
  serve,
  folder: workspace,
}) => {
  test.slow();
  writeFileSync(join(workspace, 'greet.pipeline.json'), PIPELINE);
  const makeToken = (name: string, role: string): string =>
    execFileSync(process.execPath, [FM, 'token', 'create', name, '--role', role, '--workspace', workspace], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  const [operator, viewer] = [makeToken('anna', 'operator'), makeToken('eve', 'viewer')];
  const env = { FM_REQUIRE_TOKEN: '1', FM_ENCRYPTION_KEY: 'ab'.repeat(32) };
  execFileSync(process.execPath, [FM, 'secret', 'set', 'KEPT', '--workspace', workspace], {
    env: { ...process.env, ...env },
    input: 'a-value-to-keep',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const server = await serve({ workspace, env });
  const token = page.getByLabel('Access token');
  const account = (name: string) => page.getByRole('button', { name: `Signed in as ${name}` });
  const signIn = async (value: string) => {
    await token.fill(value);
    await token.press('Enter');
  };
  const signOut = async (name: string) => {
    await account(name).press('Enter');
    await page.getByRole('menuitem', { name: `Sign out ${name}` }).press('Enter');
    await expect(token).toBeVisible();
  };
  await page.goto(`${server.url}/pipelines/greet`);
  await expect(token).toBeFocused();
  await expectNoViolations(page);
  await signIn('fmt_of-another-server');
  await expect(page.getByText(/^This is no token of this server/)).toBeVisible();
  await signIn(operator);
  await expect(account('anna')).toBeVisible();
  await expect(page).toHaveURL(`${server.url}/pipelines/greet`);

  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Start/ })
    .click();
  const runBar = page.getByRole('region', { name: 'Run', exact: true });
  await expect(runBar.getByText('succeeded', { exact: true })).toBeVisible();

  await signOut('anna');
  await signIn(viewer);
  await expect(account('eve')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Run', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await expect(runBar.getByRole('button', { name: 'Run again' })).toBeDisabled();
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Run', exact: true }).hover();
  await expect(page.getByRole('tooltip')).toContainText('You are signed in as eve, who may only look');

  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Nothing was started.')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  for (const name of [/^Run…/, /^Save/, /^New pipeline…/, /^Import…/]) {
    await expect(page.getByRole('option', { name })).toHaveAttribute('aria-disabled', 'true');
  }
  await expectNoViolations(page);

  await page.goto(`${server.url}/secrets`);
  await expect(page.getByText('You are signed in as eve, who may only look. This takes the role admin.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a secret' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Remove KEPT' })).toBeDisabled();
  await expectNoViolations(page);
  // The browser reports every answer that was refused before somebody had signed in.
  const others = pageErrors.splice(0).filter((error) => !error.includes('status of 401'));
  pageErrors.push(...others);
});
