import { test as base, expect } from '@playwright/test';
import { type RunningServer, startServer } from './server.ts';
import { watchTraffic } from './until-quiet.ts';

type Fixtures = {
  /** Base address of a server of this test's worker; its runs are shared by the tests of the worker. */
  readonly serverUrl: string;
  /** What the page said on its console as an error, and what it threw; a journey ends with none. */
  readonly pageErrors: string[];
};

/** A journey: a page on the built product. A console error or an uncaught exception fails it. */
export const test = base.extend<Fixtures, { readonly server: RunningServer }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from this pattern
    async ({}, use) => {
      const server = await startServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker' },
  ],
  serverUrl: async ({ server }, use) => use(server.url),
  baseURL: async ({ server }, use) => use(server.url),
  pageErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      watchTraffic(page);
      page.on('console', (message) => {
        if (message.type() === 'error') errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await use(errors);
      expect(errors, 'errors on the page').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
