import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { type RunningServer, type ServerOptions, startServer } from './server.ts';
import { watchTraffic } from './until-quiet.ts';

type Fixtures = {
  /** Base address of a server of this test's worker; its runs are shared by the tests of the worker. */
  readonly serverUrl: string;
  /** What the page said on its console as an error, and what it threw; a journey ends with none. */
  readonly pageErrors: string[];
  /** An empty folder of this test's own. */
  readonly folder: string;
  /**
   * Starts a server of this test's own. The test need not stop it: its pages are left before it goes, because a page whose
   * server goes says so on its console.
   */
  readonly serve: (options?: ServerOptions) => Promise<RunningServer>;
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
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are used from this pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'flowmason-journey-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  // What is named here outlives the servers: the folder that they may serve, and the look at the errors of the page.
  serve: async ({ context, folder: _folder, pageErrors: _pageErrors }, use) => {
    const servers: RunningServer[] = [];
    await use(async (options) => {
      const server = await startServer(options);
      servers.push(server);
      return server;
    });
    for (const page of context.pages()) await page.goto('about:blank');
    for (const server of servers) await server.stop();
  },
});

export { expect };
