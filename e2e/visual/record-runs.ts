/**
 * Records the runs that the pictures show, from the simulated services: `node e2e/visual/record-runs.ts`, after a build.
 * Pictures of a run need one that goes the same way at the same speed each time, so they are taken of these.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startServer } from '../support/server.ts';

const FOLDER = join(import.meta.dirname, 'runs');
const ROOT = join(import.meta.dirname, '../..');

const RECORDED = [
  { name: 'recovered', pipeline: 'devops-cicd-deployment', input: 'deploy-api-gateway', sandbox: 'production-sick' },
  { name: 'failed', pipeline: 'devops-cicd-deployment', input: 'deploy-api-gateway', sandbox: 'rollback-fails' },
  { name: 'succeeded', pipeline: 'devops-incident-response', input: 'sample-alert', sandbox: 'oom' },
  {
    name: 'cancelled',
    pipeline: 'devops-cicd-deployment',
    input: 'deploy-api-gateway',
    sandbox: 'all-good',
    cancelAtMs: 2_500,
  },
];

const server = await startServer();
try {
  mkdirSync(FOLDER, { recursive: true });
  for (const { name, pipeline, input, sandbox, cancelAtMs } of RECORDED) {
    const given = JSON.parse(readFileSync(join(ROOT, `inputs/${input}.json`), 'utf8'));
    const { id } = await send('POST', '/runs', { pipeline: `pipelines/${pipeline}`, input: given, sandbox });
    if (cancelAtMs !== undefined) {
      await setTimeout(cancelAtMs);
      await send('POST', `/runs/${id}/cancel`, { reason: 'cancelled in the editor' });
    }
    let run = await send('GET', `/runs/${id}`);
    while (run.finished_at === null) {
      await setTimeout(250);
      run = await send('GET', `/runs/${id}`);
    }
    const events = await send('GET', `/runs/${id}/events`);
    writeFileSync(
      join(FOLDER, `${name}.jsonl`),
      `${[run, ...events].map((line) => JSON.stringify(line)).join('\n')}\n`,
    );
    process.stdout.write(`${name}: ${run.status}, ${events.length} events\n`);
  }
} finally {
  await server.stop();
}

async function send(method: string, path: string, body?: unknown) {
  const headers = { 'content-type': 'application/json' };
  const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
  const response = await fetch(`${server.url}/api/v1${path}`, init);
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
