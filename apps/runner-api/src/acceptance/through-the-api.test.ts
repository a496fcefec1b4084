import type { Json, Run, RunEvent } from '@flowmason/pipeline-schema';
import { sandboxProfile } from '@flowmason/sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi, type TestApi } from '../http/api.test-support.ts';
import { EXHAUSTED, OUTCOMES, outcomesOf, sentIn } from './outcomes.test-support.ts';
import { runInSandbox } from './sandbox-run.test-support.ts';
import { readInput, readPipelineText } from './simulated-run.test-support.ts';

let api: TestApi;
beforeAll(async () => {
  const names = ['devops-cicd-deployment', 'devops-incident-response'] as const;
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

describe.concurrent('through the API', { timeout: 60_000 }, () => {
  it.each(OUTCOMES)('%s with %s in %s ends %s, as in memory', async (pipeline, inputFile, situation, status) => {
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
    const secrets = Object.values(sandboxProfile('http://127.0.0.1').secrets.values);
    expect(secrets.filter((value) => stream.includes(value))).toEqual([]);
  });
});
