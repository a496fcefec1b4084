import type { Page } from '@playwright/test';

/**
 * Lets the clock of the pages that are opened from now on stand at an instant, while timers and measurements go on. (The
 * clock of Playwright also takes the page's `performance` away, which code that is not ours measures itself with.)
 */
export async function standStill(page: Page, at: Date): Promise<void> {
  await page.addInitScript((nowMs) => {
    const now = (): number => nowMs;
    globalThis.Date = new Proxy(Date, {
      construct: (target, args) => Reflect.construct(target, args.length === 0 ? [nowMs] : args),
      get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
    });
  }, at.getTime());
}
