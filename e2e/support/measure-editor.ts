import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from './chromium.ts';
import { freePort, type RunningServer, startServer } from './server.ts';

export type EditorFigures = {
  /** Milliseconds from the start of the navigation to the first painted stage, one per load with an empty cache. */
  readonly paintedMs: readonly number[];
  /** Bytes of JavaScript and CSS on the wire (compressed) before the first stage was painted. */
  readonly codeBytes: number;
  /** Milliseconds from a stage event on the server to its status on the screen. */
  readonly eventLagMs: readonly number[];
};

const LOADS = 5;
const CHAIN = 30;
const LATENCY_MS = 30;
/** The first call takes long enough for the page to open the run's stream: what is measured is following, not arriving. */
const FIRST_LATENCY_MS = 1_500;

/** Measures the built editor in Chromium: loading a pipeline page, and following a live run of requests to a local service. */
export async function measureEditor(): Promise<EditorFigures> {
  const service = await startSlowService();
  const server = await startServer();
  const { executablePath, env } = await findChromium();
  const browser = await chromium.launch({
    executablePath,
    env: { ...process.env, ...env } as Record<string, string>, // undefined values are left out by the launcher
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'],
  });
  try {
    const loads = [];
    for (let load = 0; load < LOADS; load++) loads.push(await measureLoad(browser, server));
    const eventLagMs = await measureLag(browser, server, portOf(service));
    return {
      paintedMs: loads.map(({ paintedMs }) => paintedMs),
      codeBytes: Math.max(...loads.map(({ codeBytes }) => codeBytes)),
      eventLagMs,
    };
  } finally {
    await browser.close();
    await server.stop();
    service.close();
  }
}

async function measureLoad(browser: Browser, server: RunningServer): Promise<{ paintedMs: number; codeBytes: number }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const code = new Map<string, number>();
  let codeBytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script' || type === 'Stylesheet') code.set(requestId, 0);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (code.has(requestId)) codeBytes += encodedDataLength;
  });
  await page.addInitScript(() => {
    const observer = new MutationObserver(() => {
      if (document.querySelector('[data-stage]') === null) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('stages-painted')));
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  await page.goto(`${server.url}/pipelines/pipelines/devops-cicd-deployment`);
  await page.waitForFunction(() => performance.getEntriesByName('stages-painted').length > 0);
  const paintedMs = await page.evaluate(() => performance.getEntriesByName('stages-painted')[0]?.startTime ?? 0);
  await context.close();
  return { paintedMs, codeBytes };
}

async function measureLag(browser: Browser, server: RunningServer, port: number): Promise<readonly number[]> {
  const stages = Array.from({ length: CHAIN }, (_, index) => ({
    id: `call-${index}`,
    component: 'http_request',
    depends_on: index === 0 ? [] : [`call-${index - 1}`],
    config: { url: `http://127.0.0.1:${port}/${index}` },
  }));
  const pipeline = { name: 'lag', version: '1.0.0', stages };
  writeFileSync(join(server.workspace, 'pipelines/lag.pipeline.json'), JSON.stringify(pipeline));
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const page = await context.newPage();
  await page.goto(`${server.url}/pipelines/pipelines/lag`);
  await page.waitForSelector('[data-stage]');
  await watchStatuses(page);
  const answer = await page.request.post(`${server.url}/api/v1/runs`, {
    data: { pipeline: 'pipelines/lag', input: {} },
  });
  const { id } = await answer.json();
  await page.evaluate((runId) => {
    history.pushState(null, '', `?run=${runId}`);
    dispatchEvent(new PopStateEvent('popstate'));
  }, id);
  await page.waitForFunction(
    (last) => document.querySelector(`[data-stage="${last}"] [aria-label="succeeded"]`) !== null,
    `call-${CHAIN - 1}`,
    { timeout: 60_000 },
  );
  const seen = await page.evaluate(() => Object.fromEntries(window.seenStatuses ?? new Map()));
  const events: { type: string; stage_id?: string; at: string }[] = await (
    await page.request.get(`${server.url}/api/v1/runs/${id}/events`)
  ).json();
  await context.close();
  return events.flatMap((event) => {
    const at = event.type === 'stage.succeeded' ? seen[`${event.stage_id} succeeded`] : undefined;
    return at === undefined ? [] : [at - Date.parse(event.at)];
  });
}

declare global {
  interface Window {
    seenStatuses?: Map<string, number>;
  }
}

/** Notes in the page when each stage's card first says that the stage has succeeded. */
async function watchStatuses(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Map<string, number>();
    window.seenStatuses = seen;
    new MutationObserver(() => {
      for (const mark of document.querySelectorAll('[data-stage] [aria-label="succeeded"]')) {
        const key = `${mark.closest('[data-stage]')?.getAttribute('data-stage')} succeeded`;
        if (!seen.has(key)) seen.set(key, Date.now());
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'] });
  });
}

async function startSlowService(): Promise<Server> {
  const server = createServer((request, response) => {
    const latencyMs = request.url === '/0' ? FIRST_LATENCY_MS : LATENCY_MS;
    setTimeout(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}'), latencyMs);
  });
  server.listen(await freePort(), '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the service has no port');
  return address.port;
}
