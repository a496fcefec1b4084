import { readFileSync } from 'node:fs';
import { expect, test } from '../support/journey.ts';

const TEMPLATE = readFileSync(
  new URL('../../packages/templates/pipelines/error-handling.template.json', import.meta.url),
  'utf8',
);

test.describe('the wizard', () => {
  test('leads from a template through six steps to an export that is exactly what was changed', async ({ page }) => {
    await page.goto('/gallery/error-handling');
    await page.getByRole('link', { name: 'Open in Wizard' }).click();
    await expect(page).toHaveURL(/\/wizard\?template=error-handling/);
    const next = page.getByRole('button', { name: 'Next' });

    await expect(page.getByRole('heading', { name: /^Choose/ })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Error handling/ })).toHaveAttribute('aria-pressed', 'true');
    await next.click();

    await expect(page.getByRole('heading', { name: /^Inputs/ })).toBeFocused();
    const quantity = page.getByRole('textbox', { name: 'Quantity' });
    await quantity.fill('none');
    const told = page.getByRole('region', { name: 'Sample input as JSON' });
    await expect(told.getByText('Quantity must be of type integer, not string')).toBeVisible();
    await quantity.fill('3');
    await expect(page.getByText('The sample fits the input schema')).toBeVisible();
    await next.click();

    await page.getByRole('button', { name: 'Rename write-audit' }).click();
    await page.getByRole('textbox', { name: 'New name of write-audit' }).fill('keep-record');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Rename keep-record' })).toBeVisible();
    await next.click();

    const stock = page.getByRole('textbox', { name: 'Address of reserve-stock, release-stock' });
    await stock.fill('https://stock.acme.example');
    await stock.press('Enter');
    await expect(page.getByText('FM_SECRET_STOCK_TOKEN')).toBeVisible();
    await next.click();

    await page.getByRole('radio', { name: 'The carrier is away' }).click();
    const result = page.getByRole('region', { name: 'Result of the dry run' });
    await expect(result.getByRole('status')).toHaveText('recovered', { ignoreCase: true });
    await expect(result.getByText('simulated')).toBeVisible();
    await expect(page).toHaveURL(/scenario=carrier-away/);
    await next.click();

    await expect(page.getByText('No problems: the document is ready to run.')).toBeVisible();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download JSON' }).click();
    const exported = await download;
    expect(exported.suggestedFilename()).toBe('error-handling.pipeline.json');
    const expected = TEMPLATE.replace('"quantity": 1,', '"quantity": 3,')
      .replaceAll('write-audit', 'keep-record')
      .replaceAll('https://stock.mycompany.com', 'https://stock.acme.example');
    expect(readFileSync(await exported.path(), 'utf8')).toBe(expected);
  });

  test('takes the arms that are chosen, and a link leads back to them', async ({ page, context }) => {
    await page.goto('/wizard?template=data-etl&step=dry-run');
    const result = page.getByRole('region', { name: 'Result of the dry run' });
    await expect(result.getByRole('status')).toHaveText('succeeded', { ignoreCase: true });
    await page.getByRole('combobox', { name: 'is-loadable' }).selectOption('false');
    const output = page.getByRole('region', { name: 'Output of the dry run' });
    await expect(output.getByText('"quarantined"')).toBeVisible();
    await page.getByRole('combobox', { name: 'Outcome of quarantine-batch' }).selectOption('fails');
    await expect(result.getByRole('status')).toHaveText('failed', { ignoreCase: true });

    const link = new URL(page.url());
    link.searchParams.delete('draft');
    const other = await context.newPage();
    await other.goto(link.href);
    await expect(other.getByRole('region', { name: 'Result of the dry run' }).getByRole('status')).toHaveText(
      'failed',
      {
        ignoreCase: true,
      },
    );
  });

  test('simulates a pipeline of the workspace on answers that it derives', async ({ page }) => {
    await page.goto('/wizard');
    await page
      .getByRole('region', { name: 'From the workspace' })
      .getByRole('button', { name: /^devops-incident-response \d/ })
      .click();
    await expect(page.getByRole('region', { name: 'Preview' }).getByRole('heading')).toHaveText(
      'devops-incident-response',
    );
    await page.getByRole('link', { name: /^Dry run/ }).click();
    await page.getByRole('combobox', { name: 'determine-action' }).selectOption('connection-pool');
    await page.getByRole('combobox', { name: 'Outcome of verify-health' }).selectOption('fails');
    const result = page.getByRole('region', { name: 'Result of the dry run' });
    await expect(result.getByRole('status')).toHaveText('recovered', { ignoreCase: true });
    await page.getByRole('button', { name: 'Answer of read-pool-size' }).click();
    const status = page.getByRole('spinbutton', { name: 'Status of read-pool-size' });
    await status.clear();
    await status.pressSequentially('403');
    await expect(status).toHaveValue('403');
    await expect(result).toContainText('read-pool-size');
  });

  test('keeps what was changed over a reload and the way back', async ({ page }) => {
    await page.goto('/wizard?template=conditional-routing&step=inputs');
    const requester = page.getByRole('textbox', { name: 'Requester' });
    await requester.fill('r.klein');
    await page.getByRole('button', { name: 'Next' }).click();
    await expect(page.getByRole('heading', { name: /^Stages/ })).toBeVisible();
    await page.reload();
    await expect(page.getByRole('heading', { name: /^Stages/ })).toBeVisible();
    await page.goBack();
    await expect(requester).toHaveValue('r.klein');
    await page.goto('/wizard?template=conditional-routing&step=inputs');
    await expect(requester).toHaveValue('j.doe');
  });

  test('says of a step that it is done once it was gone through', async ({ page }) => {
    await page.goto('/wizard?template=error-handling&step=stages');
    await expect(page.getByRole('heading', { name: /^Stages/ })).toBeVisible();
    const steps = page.getByRole('navigation', { name: 'Steps' }).getByRole('link');
    await expect(steps).toHaveText([
      /Choose \(done\)$/,
      /Inputs \(done\)$/,
      /Stages $/,
      /Endpoints $/,
      /Dry run $/,
      /Export $/,
    ]);
    await expect(steps.and(page.locator('[aria-current=step]'))).toHaveText(/Stages/);
  });

  test('shows all of the flowchart, and all of the form that adds a stage', async ({ page }) => {
    await page.goto('/wizard?template=error-handling&step=stages');
    const chart = page.getByRole('region', { name: 'Flowchart of error-handling' });
    await expect(chart.locator('svg .node').first()).toBeVisible();
    await expect.poll(() => chart.evaluate((view) => view.scrollWidth - view.clientWidth)).toBe(0);
    await page.getByRole('button', { name: 'Real size' }).click();
    await expect.poll(() => chart.evaluate((view) => view.scrollWidth - view.clientWidth)).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Fit', exact: true }).click();
    await expect.poll(() => chart.evaluate((view) => view.scrollWidth - view.clientWidth)).toBe(0);
    await page.getByRole('button', { name: 'Add stage' }).click();
    await expect(page.getByRole('textbox', { name: 'Stage name' })).toBeFocused();
    const cancel = page.getByRole('form', { name: 'New stage' }).getByRole('button', { name: 'Cancel' });
    await expect(cancel).toBeInViewport({ ratio: 1 });
  });

  test('undoes after a reload what was done before it', async ({ page }) => {
    await page.goto('/wizard?template=error-handling&step=stages');
    await page.getByRole('button', { name: 'Delete confirm-order' }).click();
    await expect(page.getByRole('button', { name: 'Undo: Delete confirm-order' })).toBeEnabled();
    await page.reload();
    await page.getByRole('button', { name: 'Undo: Delete confirm-order' }).click();
    await expect(page.getByRole('button', { name: 'Delete confirm-order', exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Redo: Delete confirm-order' })).toBeEnabled();
  });

  test('shows what is missing as something to do, and creates it by one click', async ({ page }) => {
    await page.goto('/wizard?template=error-handling&step=stages');
    await page.getByRole('button', { name: 'Delete refund-payment' }).click();
    const missing = page.getByRole('region', { name: 'Missing stages' });
    await expect(missing.getByText('named by tell-operations')).toBeVisible();
    await expect(page.getByRole('link', { name: /^Stages/ })).toHaveAccessibleName(/1 stage is missing/);
    await page.goto(page.url().replace('step=stages', 'step=dry-run'));
    await expect(page.getByText('The pipeline cannot run before its errors are fixed.')).toBeVisible();
    await page.getByRole('button', { name: 'Go to the stages' }).click();
    await missing.getByRole('button', { name: 'Create refund-payment' }).click();
    await expect(missing).toBeHidden();
    await expect(page.getByRole('button', { name: 'Rename refund-payment' })).toBeVisible();
    await page.getByRole('link', { name: /^Endpoints/ }).click();
    await expect(page.getByText('Nobody has written this address yet.')).toBeVisible();
  });

  test('builds from nothing by keyboard, and opens it in the editor', async ({ page }) => {
    await page.goto('/wizard');
    await page.getByRole('button', { name: /^Empty pipeline/ }).press('Enter');
    await page.getByRole('link', { name: /Stages/ }).press('Enter');
    await page.getByRole('button', { name: 'Add stage' }).press('Enter');
    await page.keyboard.type('ping');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Delete ping' })).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(page.getByText('No stages yet', { exact: true })).toBeVisible();
    await page.keyboard.press('Control+y');
    await expect(page.getByRole('button', { name: 'Delete ping' })).toBeVisible();
    await page.getByRole('link', { name: /Export/ }).press('Enter');
    const name = page.getByRole('textbox', { name: 'Name' });
    await name.fill('from-the-wizard');
    await page.getByRole('button', { name: 'Open in editor' }).press('Enter');
    await expect(page).toHaveURL(/\/pipelines\/pipelines\/from-the-wizard/);
    await expect(page.locator('[data-stage="ping"]')).toBeVisible();
  });
});
