import { defineConfig } from '@playwright/test';
import { findTestChromium } from './support/chromium.ts';

const browser = await findTestChromium();

/** The journeys: one spec per thing that a user comes to do, on the built product, each with a server of its own. */
export default defineConfig({
  testDir: './journeys',
  outputDir: './test-results',
  timeout: 120_000,
  expect: { timeout: 30_000, toHaveScreenshot: { stylePath: './visual/visual.css' } },
  snapshotPathTemplate: '{testDir}/../visual/{arg}{ext}',
  fullyParallel: true,
  workers: 2,
  forbidOnly: process.env['CI'] !== undefined,
  retries: 0,
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    video: 'off',
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser.executablePath,
      env: { ...definedEnv(), ...browser.env },
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--font-render-hinting=none',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
});

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
