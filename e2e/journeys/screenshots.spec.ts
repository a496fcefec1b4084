import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/journey.ts';
import { PipelinePage } from '../support/pipeline-page.ts';

const RESULTS = join(import.meta.dirname, '../test-results/screenshots');

/** Pictures that the README shows. */
const SHOWN = new Set(['running-light', 'failed-stage-dark']);
const SHOWN_FOLDER = join(import.meta.dirname, '../../docs/images');

// Asked for, they are taken anew. What these states look like is held by the visual journeys.
test.skip(
  process.env['FM_UPDATE_SCREENSHOTS'] !== '1',
  'takes the pictures of the README with FM_UPDATE_SCREENSHOTS=1',
);

async function shoot(page: Page, name: string): Promise<void> {
  const folder = SHOWN.has(name) ? SHOWN_FOLDER : RESULTS;
  mkdirSync(folder, { recursive: true });
  const picture = await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
  // A page that failed to draw compresses to next to nothing.
  expect(picture.byteLength).toBeGreaterThan(10_000);
}

for (const { colorScheme, width, height } of [
  { colorScheme: 'light', width: 1280, height: 800 },
  { colorScheme: 'dark', width: 1920, height: 1080 },
] as const) {
  test.describe(`pictures, ${colorScheme}, ${width} wide`, () => {
    test.use({ colorScheme, viewport: { width, height } });

    test('start page, pipeline, run dialog, rolled back run and failed stage', async ({ page }) => {
      const pipeline = new PipelinePage(page);
      await page.goto('/');
      await expect(page.getByRole('link', { name: /devops-incident-response/ })).toBeVisible();
      await shoot(page, `start-${colorScheme}`);
      await pipeline.open('devops-cicd-deployment');
      await shoot(page, `pipeline-${colorScheme}`);
      await page.getByRole('button', { name: 'Run', exact: true }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await shoot(page, `run-dialog-${colorScheme}`);
      await page.keyboard.press('Escape');
      await pipeline.runSimulated('Production is unhealthy after the deployment');
      await pipeline.expectStage('prod-health-check', 'waiting');
      await shoot(page, `running-${colorScheme}`);
      await pipeline.expectRun('recovered');
      await pipeline.showAll();
      await shoot(page, `run-${colorScheme}`);
      await pipeline.stage('prod-health-check').click();
      await expect(
        pipeline
          .stagePanel('prod-health-check')
          .getByText(/still 503 after/)
          .first(),
      ).toBeVisible();
      await shoot(page, `failed-stage-${colorScheme}`);
    });
  });
}
