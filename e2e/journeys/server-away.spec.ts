import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EditorPage } from '../support/editor-page.ts';
import { expectNoViolations } from '../support/expect-no-violations.ts';
import { test as base, expect } from '../support/journey.ts';
import { untilQuiet } from '../support/until-quiet.ts';
import { threeStages } from '../support/workspace-files.ts';

/** A server with one pipeline that goes away and comes back at the same address. */
interface Guest {
  readonly url: string;
  leave(): Promise<void>;
  comeBack(): Promise<void>;
}

const test = base.extend<{ readonly guest: Guest }>({
  guest: async ({ pageErrors, serve, folder: workspace }, use) => {
    mkdirSync(join(workspace, 'pipelines'));
    writeFileSync(join(workspace, 'pipelines/away.pipeline.json'), threeStages('away'));
    let running = await serve({ workspace });
    const { url } = running;
    await use({
      url,
      leave: () => running.stop(),
      comeBack: async () => {
        running = await serve({ port: Number(new URL(url).port), workspace });
      },
    });
    pageErrors.length = 0; // the browser reports each request that found nobody
  },
});

test('a page that is asked for while the server is away opens when it is back', async ({ page, guest }) => {
  await page.goto(guest.url);
  await expect(page.getByRole('link', { name: 'away', exact: true })).toBeVisible();
  await guest.leave();
  await page.getByRole('link', { name: 'Gallery' }).click();
  const main = page.getByRole('main');
  await expect(main.getByText('The server cannot be reached')).toBeVisible();
  await expect(main).toContainText('The page opens by itself as soon as it answers.');
  await main.getByRole('button', { name: 'Try again' }).click();
  await expect(main.getByText('The server cannot be reached')).toBeVisible();
  await expectNoViolations(page);
  await guest.comeBack();
  await expect(page.getByRole('heading', { name: 'Gallery', level: 1 })).toBeVisible();
});

test('a face that is asked for while the server is away says so, and opens when it is back', async ({
  page,
  guest,
}) => {
  const editor = new EditorPage(page);
  await editor.open('pipelines/away', guest.url);
  await untilQuiet(page);
  await guest.leave();
  for (const tab of ['Gantt', 'Mermaid', 'JSON']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(page.getByRole('main').getByRole('button', { name: 'Try again' })).toBeVisible();
  }
  await guest.comeBack();
  const text = page.locator('.monaco-editor').first();
  await expect(text).toContainText('"away"');
  // Its style sheet was asked for while nobody answered.
  await expect(text).toHaveCSS('position', 'relative');
  await page.getByRole('tab', { name: 'Mermaid' }).click();
  await expect(page.getByRole('img', { name: /Flowchart/ }).locator('svg')).toBeVisible();
});

test('a part that the server does not have is not waited for, and comes when the page is reloaded', async ({
  page,
  guest,
}) => {
  const scripts = '**/assets/runs-page-*.js';
  await page.route(scripts, (route) => route.fulfill({ status: 404 }));
  await page.goto(guest.url);
  await page.getByRole('link', { name: 'Runs' }).click();
  await expect(page.getByRole('alert')).toContainText('This view could not be loaded');
  await page.unroute(scripts);
  await page.getByRole('button', { name: 'Reload the page' }).click();
  await expect(page.getByRole('heading', { name: 'Runs', level: 1 })).toBeVisible();
});

test('the header says within two seconds that nobody answers, and tells that from errors', async ({ page, guest }) => {
  const editor = new EditorPage(page);
  await editor.open('pipelines/away', guest.url);
  await untilQuiet(page);
  const status = (text: string) => page.getByRole('status').filter({ hasText: text });
  await guest.leave();
  await expect(status('Offline: changes are kept')).toBeVisible({ timeout: 2_500 });
  await guest.comeBack();
  await expect(status('Offline: changes are kept')).toHaveCount(0, { timeout: 2_500 });
  await expect(page.getByText('The server answers again.')).toBeVisible();
  await page.route('**/api/**', (route) => route.fulfill({ status: 500, json: {} }));
  await expect(status('The server answers with errors.')).toBeVisible();
  await expect(status('Server errors: changes are kept')).toBeVisible();
  await expect(page.getByText('cannot be reached')).toHaveCount(0);
  await expect(page.getByText('The server answers again.')).toHaveCount(0);
});
