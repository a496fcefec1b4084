import { expectNoViolationsInBoth } from '../support/expect-no-violations.ts';
import { expect, test } from '../support/journey.ts';
import { untilQuiet } from '../support/until-quiet.ts';
import { WIZARD_STEPS } from '../support/wizard-steps.ts';

test.describe('the gallery', () => {
  test('is searched and filtered, and the way back finds what was looked for', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('link', { name: 'Gallery' }).click();
    const templates = page.getByRole('list', { name: 'Templates' }).getByRole('heading');
    await expect(templates).toHaveCount(9);
    await page.getByRole('button', { name: 'Patterns' }).click();
    await expect(templates).toHaveText(['Batch processing', 'Error handling', 'Conditional routing']);
    await page.getByRole('searchbox', { name: 'Search templates' }).fill('certificate');
    await expect(templates).toHaveText(['Batch processing']);
    await page.getByRole('link', { name: 'Batch processing' }).click();
    await expect(page.getByRole('heading', { name: 'Batch processing', level: 1 })).toBeVisible();
    await page.goBack();
    await expect(templates).toHaveText(['Batch processing']);
    await page.getByRole('searchbox', { name: 'Search templates' }).fill('nothing like it');
    await page.getByRole('button', { name: 'Show all templates' }).click();
    await expect(templates).toHaveCount(9);
  });

  test('shows the whole of a template, and opens it in the editor under a free name', async ({ page }) => {
    await page.goto('/gallery/devops-cicd-deployment');
    for (const name of ['The problem', 'Design', 'Components used', 'Sample input', 'Expected output', 'Timeline']) {
      await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
    }
    await expect(page.getByRole('img', { name: 'Flowchart of CI/CD deployment' }).locator('svg')).toBeVisible();
    const timeline = page.getByRole('img', { name: 'Timeline of a simulated run of CI/CD deployment' });
    await expect(timeline.getByText('prod-health-check').first()).toBeVisible();
    await page.getByRole('button', { name: 'Open in editor' }).click();
    await expect(page).toHaveURL(/\/pipelines\/pipelines\/devops-cicd-deployment-2$/);
    await expect(page.locator('[data-stage]').first()).toBeVisible();
  });

  test('says so when there is no such template', async ({ page }) => {
    await page.goto('/gallery/no-such-template');
    await expect(page.getByRole('alert')).toContainText('There is no template “no-such-template”');
    await page.getByRole('link', { name: 'Show all templates' }).click();
    await expect(page.getByRole('heading', { name: 'Gallery', level: 1 })).toBeVisible();
  });
});

test('the gallery and the wizard have no violation, in light and in dark', async ({ page }) => {
  test.slow();
  await page.goto('/gallery');
  await expect(page.getByRole('list', { name: 'Templates' })).toBeVisible();
  await expectNoViolationsInBoth(page);
  await page.goto('/gallery/error-handling');
  await expect(page.getByRole('img', { name: /^Timeline of/ }).locator('svg')).toBeVisible();
  await expectNoViolationsInBoth(page);
  for (const [step, shown] of WIZARD_STEPS) {
    await page.goto(`/wizard?template=error-handling&step=${step}`);
    await expect(page.getByRole('button', { name: shown }).first()).toBeVisible();
    await untilQuiet(page);
    await expectNoViolationsInBoth(page);
  }
});
