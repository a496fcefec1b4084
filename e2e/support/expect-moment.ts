import { expect } from '@playwright/test';

/**
 * Waits for what may show for a moment only: `check` is to give up after the time that it is handed, and is asked over and
 * over. Playwright's own waiting looks once a second after a while, and misses what came and went in between.
 */
export async function expectMoment(check: (timeout: { readonly timeout: number }) => Promise<void>): Promise<void> {
  await expect(() => check({ timeout: 100 })).toPass({ intervals: [20], timeout: 60_000 });
}
