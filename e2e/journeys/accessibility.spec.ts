import type { Page } from '@playwright/test';
import { expectNoViolations, expectNoViolationsInBoth } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import { PipelinePage } from '../support/pipeline-page.ts';
import { untilQuiet } from '../support/until-quiet.ts';

test.describe('pages, in light and in dark,', () => {
  test('have no violation on the start page', async ({ page }) => {
    await page.goto('/');
    await expect(page.getByRole('link', { name: /devops-cicd-deployment/ }).first()).toBeVisible();
    await expectNoViolationsInBoth(page);
  });

  test('have no violation on a pipeline, its tabs, the run dialog and a finished run', async ({ page }) => {
    test.slow();
    const pipeline = new PipelinePage(page);
    await pipeline.open('devops-incident-response');
    await expectNoViolationsInBoth(page);
    for (const tab of ['JSON', 'Mermaid', 'Gantt']) {
      await page.getByRole('tab', { name: tab }).click();
      await untilQuiet(page);
      await expectNoViolationsInBoth(page);
    }
    await page.getByRole('tab', { name: 'Canvas' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoViolationsInBoth(page);
    await page.keyboard.press('Escape');
    await pipeline.runSimulated('Nobody knows');
    await pipeline.expectRun('succeeded');
    for (const tab of ['Timeline', 'Journal', 'Problems']) {
      await page.getByRole('tab', { name: tab }).click();
      await expectNoViolationsInBoth(page);
    }
    // The view went along with the run.
    await pipeline.showAll();
    await pipeline.stage('determine-action').click();
    await expect(pipeline.stagePanel('determine-action')).toBeVisible();
    await expectNoViolationsInBoth(page);
  });
});

test('the whole way from the start page to a failed stage works with the keyboard alone', async ({ page }) => {
  await page.goto('/');
  const link = page.getByRole('link', { name: /devops-cicd-deployment/ }).first();
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

test('a page that is gone to by keyboard has the focus, and Tab goes on in it', async ({ page }) => {
  await page.goto('/gallery');
  await page.getByRole('link', { name: 'Error handling' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Error handling', level: 1 })).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').getByRole('link', { name: 'Gallery' })).toBeFocused();
});

test('the list of keys is scrolled by the arrow keys, and gives the focus back', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 500 });
  await page.goto('/gallery');
  await page.getByRole('link', { name: 'Data ETL' }).focus();
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(dialog).toBeVisible();
  const last = dialog.getByRole('definition').last();
  await expect(last).not.toBeInViewport();
  await page.keyboard.press('End');
  await expect(last).toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('link', { name: 'Data ETL' })).toBeFocused();
});

test('a menu is walked by the arrow keys, and the focus is on what opened it when it closes', async ({ page }) => {
  await page.goto('/pipelines/pipelines/devops-incident-response');
  const button = page.getByRole('button', { name: 'Export' });
  await button.press('Enter');
  await expect(page.getByRole('menuitem', { name: /^JSON/ })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: /^Normalised/ })).toBeFocused();
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

for (const path of [
  '/',
  '/runs',
  '/gallery',
  '/gallery/data-etl',
  '/wizard?template=data-etl&step=inputs',
  '/pipelines/pipelines/devops-incident-response',
]) {
  test(`${path} is no wider than the window`, async ({ page }) => {
    await page.setViewportSize({ width: 400, height: 800 });
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await untilQuiet(page);
    for (const width of [400, 1280, 1920, 2560]) {
      await page.setViewportSize({ width, height: 800 });
      await untilQuiet(page);
      await expect.poll(() => overflowOf(page), `at ${width} px`).toEqual([]);
    }
  });
}

test('a search without a result, an opened choice and a template that is not there have no violation', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page.getByRole('link', { name: /devops-cicd-deployment/ }).first()).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).fill('zzzz');
  const palette = page.getByRole('dialog', { name: 'Search and commands' });
  await expect(palette.getByText('Nothing of that name.')).toBeVisible();
  await expectNoViolations(page);
  await page.goto(PIPELINE);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Compare…' }).click();
  await page.getByRole('combobox', { name: 'Compare with' }).click();
  await expect(page.getByRole('option', { name: 'The saved file' })).toBeVisible();
  await expectNoViolations(page);
  await page.goto('/gallery/nope');
  await expect(page.getByText('There is no template “nope”')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await expectNoViolations(page);
});

const PIPELINE = '/pipelines/pipelines/devops-incident-response';

/** What reaches beyond the right edge of the window and cannot be scrolled to, as tags with their text. */
async function overflowOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('header *, main h1, main button, main a, main input')]
      .filter((element) => {
        const { right, width } = element.getBoundingClientRect();
        const scrolls = element.closest('.overflow-auto, .overflow-x-auto, .react-flow, [data-scrolls]');
        return (
          width > 1 && right > window.innerWidth + 1 && !scrolls && getComputedStyle(element).visibility !== 'hidden'
        );
      })
      .map((element) => `${element.tagName} ${element.textContent?.slice(0, 40)}`),
  );
}

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
