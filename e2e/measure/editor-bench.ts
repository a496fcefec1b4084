import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { launchChromium } from '../support/launch-chromium.ts';
import { type RunningServer, startServer } from '../support/server.ts';

/** The built product and a browser to measure it in. */
export interface EditorBench {
  readonly server: RunningServer;
  readonly browser: Browser;
  /** Adds a pipeline to the workspace and gives the address of its page. */
  addPipeline(name: string, text: string): string;
  /** Runs `work` in a page of its own, with an empty cache, and closes it. */
  inPage<T>(work: (page: Page) => Promise<T>): Promise<T>;
}

const VIEWPORT = { width: 1440, height: 900 };

/** Starts server and browser, runs `measure`, and stops both, whatever happens. */
export async function withEditorBench<T>(measure: (bench: EditorBench) => Promise<T>): Promise<T> {
  const server = await startServer();
  try {
    const browser = await launchChromium();
    try {
      return await measure(toBench(server, browser));
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

function toBench(server: RunningServer, browser: Browser): EditorBench {
  return {
    server,
    browser,
    addPipeline(name, text) {
      writeFileSync(join(server.workspace, `pipelines/${name}.pipeline.json`), text);
      return `${server.url}/pipelines/pipelines/${name}`;
    },
    async inPage(work) {
      const context = await browser.newContext({ viewport: VIEWPORT });
      try {
        return await work(await context.newPage());
      } finally {
        await context.close();
      }
    },
  };
}
