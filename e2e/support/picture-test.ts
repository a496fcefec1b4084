import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type BrowserContext, type Page, test as runner } from '@playwright/test';
import { findViolations } from './find-violations.ts';
import { expect, test as journey } from './journey.ts';
import { type RunningServer, startServer } from './server.ts';
import { standStill } from './stand-still.ts';

/** What the clock of every page in a picture shows. */
export const PICTURED_AT = new Date('2026-11-20T14:30:00Z');

/** A test that takes pictures: a server of its own, a clock that stands still, no motion. */
export const test = journey.extend<object, { readonly server: RunningServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from this pattern
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  contextOptions: { reducedMotion: 'reduce' },
  timezoneId: 'UTC',
  locale: 'en-GB',
  page: async ({ page }, use) => {
    // Each picture waits until nothing moves any more, and one test takes several.
    runner.info().setTimeout(300_000);
    await standStill(page, PICTURED_AT);
    await use(page);
  },
});

export { expect };

type Scheme = 'light' | 'dark';

/** How a picture is taken. */
export interface PictureOptions {
  /** One picture for each; the second has `-dark` behind its name. Default: light alone. */
  readonly schemes?: readonly Scheme[];
  /** Leaves the pointer where it is, for what shows under it. */
  readonly keepsPointer?: boolean;
  /** The same state was looked at by axe before, at another width. */
  readonly isOnlyPicture?: boolean;
}

export const BOTH: PictureOptions = { schemes: ['light', 'dark'] };
export const DARK: PictureOptions = { schemes: ['dark'] };

/**
 * Holds a state of the page to its picture in `visual/`, and to what axe knows of accessibility, in the same schemes and
 * always in light. What is wrong fails the test at its end, so that one run tells of everything.
 */
export async function expectState(page: Page, name: string, options: PictureOptions = {}): Promise<void> {
  if (!options.keepsPointer) await page.mouse.move(0, 0);
  const schemes = options.schemes ?? ['light'];
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    if (schemes.includes(scheme)) await expectPicture(page, name, scheme);
    if (!options.isOnlyPicture && (scheme === 'light' || schemes.includes('dark')))
      await expectAccessible(page, name, scheme);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

async function expectPicture(page: Page, name: string, scheme: Scheme): Promise<void> {
  const file = scheme === 'dark' ? `${name}-dark.png` : `${name}.png`;
  await expect.soft(page, `${file} looks as it did`).toHaveScreenshot(file, toleranceOf(page.context()));
}

async function expectAccessible(page: Page, name: string, scheme: Scheme): Promise<void> {
  // In the other scheme only the colours are others.
  const found = await findViolations(page, scheme === 'dark' ? { rules: ['color-contrast'] } : {});
  expect.soft(found, `what axe finds in ${name}, ${scheme}`).toEqual([]);
}

/** Writes a pipeline into the workspace as if it had been there for a day. */
export function writePictured(server: RunningServer, id: string, text: string): void {
  const file = join(server.workspace, `${id}.pipeline.json`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const written = new Date(PICTURED_AT.getTime() - 24 * 60 * 60 * 1000);
  utimesSync(file, written, written);
}

const VERSION_FILE = join(import.meta.dirname, '../visual/chromium-version.txt');

/**
 * The very Chromium that the pictures were taken with draws them again to the pixel, so that a slightly other colour is
 * found. Another one smooths its edges differently; there only what is in another place or gone counts.
 */
function toleranceOf(context: BrowserContext): { readonly maxDiffPixelRatio: number; readonly threshold: number } {
  const version = context.browser()?.version() ?? '';
  const isTakingAll = ['all', 'changed'].includes(runner.info().config.updateSnapshots);
  if (isTakingAll) writeFileSync(VERSION_FILE, `${version}\n`);
  const taken = existsSync(VERSION_FILE) ? readFileSync(VERSION_FILE, 'utf8').trim() : version;
  return taken === version
    ? { maxDiffPixelRatio: 0.001, threshold: 0.02 }
    : { maxDiffPixelRatio: 0.03, threshold: 0.1 };
}
