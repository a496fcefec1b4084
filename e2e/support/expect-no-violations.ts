import { expect, type Page } from '@playwright/test';
import { type AxeScope, findViolations } from './find-violations.ts';

/** Holds the page to what axe knows of accessibility, and says where it falls short. */
export async function expectNoViolations(page: Page, scope: AxeScope = {}): Promise<void> {
  expect(await findViolations(page, scope)).toEqual([]);
}

/** The same in light, and then the contrast of colours in dark: nothing else is another there. The page is light again after it. */
export async function expectNoViolationsInBoth(page: Page): Promise<void> {
  await expectNoViolations(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  // A diagram is drawn anew in the other colours.
  await expect(() => expectNoViolations(page, { rules: ['color-contrast'] })).toPass({ timeout: 30_000 });
  await page.emulateMedia({ colorScheme: 'light' });
}
