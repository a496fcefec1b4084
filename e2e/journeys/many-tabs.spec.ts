import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/journey.ts';
import { PipelinePage } from '../support/pipeline-page.ts';

const TABS = 8;

test('eight tabs follow their runs over one connection, also when the server is killed and comes back', async ({
  page,
  context,
  pageErrors,
  serve,
  folder: workspace,
}) => {
  test.slow();
  const slow = await startSlowService();
  writeFileSync(join(workspace, 'patient.pipeline.json'), pipelineThatCalls(slow.url));
  const server = await serve({ workspace });
  const { port } = new URL(server.url);
  try {
    const runIds: string[] = [];
    const tabs: Page[] = [page];
    while (tabs.length < TABS) tabs.push(await context.newPage());
    for (const tab of tabs) {
      const started = await page.request.post(`${server.url}/api/v1/runs`, { data: { pipeline: 'patient' } });
      const { id } = await started.json();
      runIds.push(id);
      await tab.goto(`${server.url}/pipelines/patient?run=${id}`);
    }
    for (const tab of tabs) await new PipelinePage(tab).expectStage('call', 'running');
    // With a stream for each tab nothing would be answered any more: a browser opens six connections to a server.
    const answer = await tabs[TABS - 1]?.evaluate(async () => (await fetch('/api/v1/health')).status);
    expect(answer).toBe(200);

    await server.kill();
    for (const tab of tabs) await expect(tab.getByText('The server cannot be reached.')).toBeVisible();
    const again = await serve({ port: Number(port), workspace });
    for (const tab of tabs) await expect(tab.getByText('The server cannot be reached.')).toBeHidden();
    slow.answer();
    for (const [index, tab] of tabs.entries()) {
      await new PipelinePage(tab).expectRun('succeeded');
      const run = await (await page.request.get(`${again.url}/api/v1/runs/${runIds[index]}`)).json();
      expect(run.status).toBe('succeeded');
      await tab.getByRole('tab', { name: 'Journal', exact: true }).click();
      await expect(tab.getByText(`${run.seq} events`, { exact: true })).toBeVisible();
    }
    pageErrors.length = 0; // the browser reports each request that found nobody
  } finally {
    slow.stop();
  }
});

function pipelineThatCalls(url: string): string {
  return JSON.stringify({
    name: 'patient',
    version: '1.0.0',
    stages: [
      { id: 'call', component: 'http_request', config: { method: 'GET', url } },
      { id: 'done', component: 'logger', depends_on: ['call'], config: { message: 'done' } },
    ],
  });
}

/** Answers nobody before it is told to, and then everybody. */
async function startSlowService() {
  const released = Promise.withResolvers<void>();
  const service = createServer(async (_request, response) => {
    await released.promise;
    response.end('ok');
  }).listen(0, '127.0.0.1');
  await once(service, 'listening');
  const { port } = service.address() as AddressInfo; // it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}`,
    answer: () => released.resolve(),
    stop() {
      service.closeAllConnections();
      service.close();
    },
  };
}
