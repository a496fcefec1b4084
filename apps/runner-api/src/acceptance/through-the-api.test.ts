import type { Json, Run, RunEvent } from '@flowmason/pipeline-schema';
import { sandboxProfile } from '@flowmason/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../http/api.test-support.ts';
import { runInSandbox } from './sandbox-run.test-support.ts';
import { readInput, readPipelineText } from './simulated-run.test-support.ts';

const DEPLOYMENT = ['devops-cicd-deployment', 'deploy-api-gateway.json'] as const;
const INCIDENT = ['devops-incident-response', 'sample-alert.json'] as const;

const ROWS = [
  [...DEPLOYMENT, 'all-good', 'succeeded'],
  [...DEPLOYMENT, 'build-fails', 'succeeded'],
  [...DEPLOYMENT, 'staging-sick', 'failed'],
  [...DEPLOYMENT, 'tests-fail', 'succeeded'],
  [...DEPLOYMENT, 'production-sick', 'recovered'],
  [...DEPLOYMENT, 'rollback-fails', 'failed'],
  [...INCIDENT, 'oom', 'succeeded'],
  [...INCIDENT, 'oom-not-sure', 'succeeded'],
  [...INCIDENT, 'unknown-cause', 'succeeded'],
  [...INCIDENT, 'not-json', 'succeeded'],
  [...INCIDENT, 'pool-exhausted', 'succeeded'],
  [...INCIDENT, 'bad-deploy', 'succeeded'],
  [...INCIDENT, 'never-healthy', 'recovered'],
  [...INCIDENT, 'restart-refused', 'recovered'],
  [...INCIDENT, 'restore-refused', 'recovered'],
] as const;

/** How often a stage that is asked until it gives up is asked. */
const EXHAUSTED: Readonly<Record<string, readonly [stage: string, attempts: number]>> = {
  'staging-sick': ['staging-health-check', 12],
  'production-sick': ['prod-health-check', 6],
  'never-healthy': ['verify-health', 6],
};

let api: TestApi;
beforeAll(async () => {
  const names = [DEPLOYMENT[0], INCIDENT[0]];
  const texts = await Promise.all(names.map((name) => readPipelineText(name)));
  api = await startApi({
    files: Object.fromEntries(names.map((name, index) => [`pipelines/${name}.pipeline.json`, texts[index] ?? ''])),
  });
});
afterAll(() => api.close());

/** Starts a run over HTTP and follows its event stream to the end. */
async function runOverHttp(pipeline: string, input: Json, sandbox: string) {
  const started = await api.post('/api/v1/runs', { pipeline, input, sandbox });
  const { id } = (await started.json()) as Run; // the API's own answer
  const stream = await (await api.get(`/api/v1/runs/${id}/events`, { Accept: 'text/event-stream' })).text();
  const events = stream
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)) as RunEvent); // the API's own events
  const run = (await (await api.get(`/api/v1/runs/${id}`)).json()) as Run;
  return { status: started.status, stream, events, run };
}

/** What left: method, address as the pipeline has it and body, each once, in alphabetical order; times are left out. */
function sentIn(events: readonly RunEvent[]): readonly string[] {
  const sent = events.flatMap((event) => {
    if (event.type !== 'effect' || event.kind !== 'http') return [];
    const { method, url, body = null } = event.request;
    const text = JSON.stringify(body).replace(/\d[\d.]* ?m?s\b|\b1\d{9}\b/g, '<time>');
    return [`${method} ${event.original_url ?? url} ${text}`];
  });
  return [...new Set(sent)].toSorted();
}

function outcomesOf({ stages }: Run) {
  return Object.fromEntries(Object.entries(stages).map(([id, { status, reason, arm }]) => [id, [status, reason, arm]]));
}

describe.concurrent('through the API', { timeout: 60_000 }, () => {
  it.each(ROWS)('%s with %s in %s ends %s, as in memory', async (pipeline, inputFile, situation, status) => {
    const input = await readInput(inputFile);
    const expected = await runInSandbox(pipeline, input, situation);
    const { status: accepted, stream, events, run } = await runOverHttp(pipeline, input, situation);
    expect([accepted, run.status, expected.run.status]).toEqual([202, status, status]);
    expect(outcomesOf(run)).toEqual(outcomesOf(expected.run));
    expect(sentIn(events)).toEqual(sentIn(expected.events));
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((event) => event.type === 'effect' && event.simulated !== true)).toEqual([]);
    const [stage, attempts] = EXHAUSTED[situation] ?? [];
    if (stage !== undefined) expect(run.stages[stage]?.attempts).toBe(attempts);
    const leaked = Object.values(sandboxProfile('http://127.0.0.1').secrets.values).filter((value) =>
      stream.includes(value),
    );
    expect(leaked).toEqual([]);
  });
});
