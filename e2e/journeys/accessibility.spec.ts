import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/journey.ts';
import { PipelinePage } from '../support/pipeline-page.ts';

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html.slice(0, 160)) }))).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`${colorScheme} pages`, () => {
    test.use({ colorScheme });

    test('have no violation on the start page', async ({ page }) => {
      await page.goto('/');
      await expect(page.getByRole('link', { name: /devops-cicd-deployment/ })).toBeVisible();
      await expectNoViolations(page);
    });

    test('have no violation on a pipeline, its tabs, the run dialog and a finished run', async ({ page }) => {
      test.slow();
      const pipeline = new PipelinePage(page);
      await pipeline.open('devops-incident-response');
      await expectNoViolations(page);
      for (const tab of ['JSON', 'Mermaid', 'Gantt']) {
        await page.getByRole('tab', { name: tab }).click();
        await page.waitForLoadState('networkidle');
        await expectNoViolations(page);
      }
      await page.getByRole('tab', { name: 'Canvas' }).click();
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
      await pipeline.runSimulated('Nobody knows');
      await pipeline.expectRun('succeeded');
      for (const tab of ['Timeline', 'Journal', 'Problems']) {
        await page.getByRole('tab', { name: tab }).click();
        await expectNoViolations(page);
      }
      await pipeline.stage('determine-action').click();
      await expect(pipeline.stagePanel('determine-action')).toBeVisible();
      await expectNoViolations(page);
    });
  });
}

test('the whole way from the start page to a failed stage works with the keyboard alone', async ({ page }) => {
  await page.goto('/');
  const link = page.getByRole('link', { name: /devops-cicd-deployment/ });
  await expect(link).toBeVisible();
  await pressUntil(page, 'Tab', 'devops-cicd-deployment');
  await page.keyboard.press('Enter');
  await expect(page.locator('[data-stage]').first()).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: /^Run / });
  await expect(dialog).toBeVisible();
  await pressUntil(page, 'Tab', 'All goes well');
  await pressUntil(page, 'ArrowDown', 'The build fails');
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('radio', { name: 'The build fails' })).toBeChecked();
  await page.keyboard.press('Control+Enter');
  const pipeline = new PipelinePage(page);
  await pipeline.expectRun('succeeded');
  await pipeline.showAll();
  await pipeline.stage('log-start').focus();
  for (const _ of ['trigger-build', 'poll-build-status', 'validate-build']) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(pipeline.stagePanel('validate-build')).toBeVisible();
});

/** Presses `key` until the focus is on a link, button or radio that says `name`. */
async function pressUntil(page: Page, key: string, name: string): Promise<void> {
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press(key);
    // A radio group moves the focus a moment after the key.
    await page.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve))));
    const focused = page.locator('a:focus, button:focus').filter({ hasText: name });
    if ((await focused.count()) > 0) return;
  }
  throw new Error(`thirty times ${key} never came to "${name}"`);
}
