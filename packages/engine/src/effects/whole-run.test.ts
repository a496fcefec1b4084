import { type Json, type JsonObject, type Run, type RunEvent, RunId, readPipeline } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { builtinComponents } from '../components/catalog.ts';
import { createMemoryJournal } from '../memory-journal.ts';
import type { EffectGate, HttpRequest } from '../ports.ts';
import { startRun } from '../run-pipeline.ts';
import { createRecordGate } from './record-gate.ts';
import { createReplayGate } from './replay-gate.ts';
import { createSimulateGate, type SimulateGateOptions } from './simulate-gate.ts';
import { createVirtualClock } from './virtual-clock.ts';

const START = Date.parse('2026-01-01T00:00:00Z');
const RUN = RunId.parse('run-1');

type Outcome = { readonly run: Run; readonly events: readonly RunEvent[] };
type Setting = { readonly input?: Json; readonly secrets?: Readonly<Record<string, string>> };

/** Runs a document of `stages` behind `gate`, as `fm` would. */
async function runBehind(gate: EffectGate, stages: readonly JsonObject[], setting: Setting = {}): Promise<Outcome> {
  const { input = {}, secrets = {} } = setting;
  const text = JSON.stringify({ name: 'test', version: '1.0.0', stages });
  const { pipeline, diagnostics } = readPipeline(text, { components: builtinComponents });
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (!pipeline || errors.length > 0) return expect.fail(errors.map(({ message }) => message).join('\n'));
  const journal = createMemoryJournal();
  const mask = <Value extends Json>(value: Value): Value => {
    const replace = (text: string, [name, secret]: [string, string]) => text.replaceAll(secret, `•••${name}`);
    return JSON.parse(Object.entries(secrets).reduce(replace, JSON.stringify(value)));
  };
  const ports = {
    journal,
    gate,
    secrets: { find: (name: string) => secrets[name], mask },
    env: {},
    findPipeline: async () => undefined,
  };
  const run = await startRun({ runId: RUN, pipeline, input, trigger: 'test' }, ports, builtinComponents).finished;
  return { run, events: await journal.read(RUN) };
}

async function simulate(stages: readonly JsonObject[], world: Partial<SimulateGateOptions> & Setting = {}) {
  const requests: HttpRequest[] = [];
  const clock = createVirtualClock({ startMs: START });
  const gate = createSimulateGate({
    clock,
    ...(world.model && { model: world.model }),
    handler(request, context) {
      requests.push(request);
      return world.handler?.(request, context) ?? { status: 200 };
    },
  });
  return { ...(await runBehind(gate, stages, world)), requests };
}

const call = (id: string, config: JsonObject, rest: JsonObject = {}): JsonObject => ({
  id,
  component: 'http_request',
  config: { url: `https://api.example.com/${id}`, ...config },
  ...rest,
});

describe('a simulated run', () => {
  it('polls 30 times 10 s apart without waiting', async () => {
    let count = 0;
    const retry = { max_attempts: 30, delay_seconds: 10, condition: "{{output.body.status != 'completed'}}" };
    const { run, requests } = await simulate([call('poll', {}, { retry })], {
      handler: () => ({ status: 200, body: { status: ++count < 30 ? 'queued' : 'completed' }, delayMs: 100 }),
    });
    expect([run.status, requests.length, run.stages['poll']?.duration_ms]).toEqual([
      'succeeded',
      30,
      29 * 10_000 + 30 * 100,
    ]);
  });

  it('ends an attempt at its time-out when a service never answers', async () => {
    const { run } = await simulate([call('slow', {}, { timeout_ms: 5_000 })], {
      handler: () => ({ status: 200, delayMs: Number.POSITIVE_INFINITY }),
    });
    expect(run.stages['slow']).toMatchObject({ status: 'failed', duration_ms: 5_000, error: { type: 'TIMEOUT' } });
  });

  it('sends the same idempotency key with every attempt', async () => {
    let count = 0;
    const { requests } = await simulate([call('put', { method: 'PUT', body: 1 }, { retry: { max_attempts: 2 } })], {
      handler: () => ({ status: ++count === 1 ? 503 : 200 }),
    });
    expect(requests.map(({ headers }) => headers['Idempotency-Key'])).toEqual(['run-1-put', 'run-1-put']);
  });

  it('writes the same journal when it is run again', async () => {
    const stages = [
      call('a', {}, { retry: { max_attempts: 3 } }),
      call('b', {}),
      call('c', { method: 'POST', body: '{{stages.b.output.body}}' }, { depends_on: ['a', 'b'] }),
    ];
    const again = async () => {
      let count = 0;
      return simulate(stages, {
        handler: () => ({ status: ++count === 1 ? 503 : 200, body: { count }, delayMs: count * 7 }),
      });
    };
    expect((await again()).events).toEqual((await again()).events);
  });
});

describe('a replayed run', () => {
  it('is the recorded run again, event for event', async () => {
    let count = 0;
    const stages = [
      call('first', {}, { retry: { max_attempts: 3 } }),
      {
        id: 'think',
        component: 'generator',
        config: { model: 'm', prompt: '{{stages.first.output.body}}' },
        depends_on: ['first'],
      },
      call('last', { url: 'https://api.example.com/{{stages.think.output.path}}' }, { depends_on: ['think'] }),
    ];
    const recorder = createRecordGate(
      createSimulateGate({
        clock: createVirtualClock({ startMs: START }),
        handler: () => ({ status: ++count === 1 ? 503 : 200, body: { count }, delayMs: 40 }),
        model: () => ({ content: '{"path": "x"}', delayMs: 900 }),
      }),
    );
    const recorded = await runBehind(recorder, stages);
    expect(recorded.run.status).toBe('succeeded');
    const clock = createVirtualClock({ startMs: START });
    const replayed = await runBehind(createReplayGate({ recording: recorder.recording(), clock }), stages);
    expect(replayed).toEqual(recorded);
  });

  it('fails at the first call that the recorded run did not make', async () => {
    const gate = createReplayGate({
      recording: { version: 1, started_at_ms: START, calls: [] },
      clock: createVirtualClock({ startMs: START }),
    });
    const { run } = await runBehind(gate, [call('new', {}, { retry: { max_attempts: 3 } })]);
    expect(run.stages['new']).toMatchObject({ status: 'failed', attempts: 1, error: { type: 'EXECUTION' } });
  });
});

describe('components in a run', () => {
  it('give variables to stages downstream, types kept', async () => {
    const { requests } = await simulate([
      { id: 'set', component: 'variable_set', config: { variables: { replicas: 3, path: 'a/b' } } },
      call(
        'use',
        { url: 'https://x.example/{{vars.path}}', method: 'PUT', body: { n: '{{vars.replicas}}' } },
        { depends_on: ['set'] },
      ),
    ]);
    expect(requests).toMatchObject([{ url: 'https://x.example/a%2Fb', body: '{"n":3}' }]);
  });

  it('transform data, by expression and by mapping, and read it as `.result` too', async () => {
    const { run } = await simulate(
      [
        { id: 'pick', component: 'json_transform', config: { data: '{{input}}', expression: '{id: id, none: a.b}' } },
        {
          id: 'map',
          component: 'json_transform',
          depends_on: ['pick'],
          config: {
            data: '{{stages.pick.output.result}}',
            mapping: { it: '{{data.id}}', by: '{{execution.pipeline}}' },
          },
        },
      ],
      { input: { id: 'i-1' } },
    );
    expect([run.stages['pick']?.output, run.stages['map']?.output]).toEqual([
      { id: 'i-1', none: null },
      { it: 'i-1', by: 'test' },
    ]);
  });

  it('skip a filter that nothing passes, and what depends on it', async () => {
    const { run, requests } = await simulate(
      [
        {
          id: 'old',
          component: 'filter',
          config: { data: '{{input.pods}}', condition: '{{item.age > input.most}}', on_fail: 'skip' },
        },
        call('delete', { method: 'DELETE' }, { depends_on: ['old'] }),
      ],
      { input: { pods: [{ age: 1 }, { age: 2 }], most: 5 } },
    );
    expect([
      run.status,
      run.stages['old']?.status,
      run.stages['old']?.reason,
      run.stages['delete']?.reason,
      requests,
    ]).toEqual(['succeeded', 'skipped', 'branch_not_taken', 'dependency_skipped', []]);
  });

  it('keep the items that pass, with names of the run in the condition', async () => {
    const { run } = await simulate(
      [{ id: 'old', component: 'filter', config: { data: '{{input.pods}}', condition: '{{item.age > input.most}}' } }],
      { input: { pods: [{ age: 1 }, { age: 9 }], most: 5 } },
    );
    expect(run.stages['old']?.output).toEqual({ passed: true, data: [{ age: 9 }], filtered_count: 1 });
  });

  it('fail with VALIDATION when the items of a loop are missing, and warn of it', async () => {
    const { run, events } = await simulate([{ id: 'batch', component: 'loop', config: { items: '{{input.hosts}}' } }]);
    expect(run.stages['batch']).toMatchObject({ status: 'failed', error: { type: 'VALIDATION' } });
    expect(events.filter(({ type }) => type === 'warning')).toHaveLength(1);
  });

  it('let a POST go out with blanks, and no PUT', async () => {
    const body = { text: 'by {{input.nobody}}', who: '{{input.nobody}}' };
    const { run, requests } = await simulate([
      call('post', { method: 'POST', body }),
      call('put', { method: 'PUT', body }),
    ]);
    expect(requests).toMatchObject([{ method: 'POST', body: '{"text":"by ","who":null}' }]);
    expect(run.stages['put']).toMatchObject({ status: 'failed', error: { type: 'EXPRESSION' } });
  });

  it('send an answer that is no JSON to the last route', async () => {
    const { run } = await simulate(
      [
        { id: 'think', component: 'generator', config: { model: 'm', prompt: 'why?' } },
        {
          id: 'route',
          component: 'router',
          depends_on: ['think'],
          config: {
            routes: [
              { name: 'act', condition: "{{stages.think.output.issue_type == 'OOM'}}", stages: ['restart'] },
              { name: 'else', condition: '{{true}}', stages: ['page'] },
            ],
          },
        },
        call('restart', {}, { depends_on: ['route'] }),
        call('page', {}, { depends_on: ['route'] }),
      ],
      { model: () => ({ content: 'It is OOM, restart it.' }) },
    );
    expect([run.status, run.stages['restart']?.status, run.stages['page']?.status]).toEqual([
      'succeeded',
      'skipped',
      'succeeded',
    ]);
  });

  it('refuse a secret with a line break in a header, without showing it anywhere', async () => {
    const secret = 's3cr3t-token-value\nX-Evil: 1';
    const { run, events, requests } = await simulate([call('call', { headers: { 'X-Token': '{{secrets.TOKEN}}' } })], {
      secrets: { TOKEN: secret },
    });
    expect([run.stages['call']?.error?.type, requests]).toEqual(['VALIDATION', []]);
    expect(JSON.stringify([run, events])).not.toContain('s3cr3t');
  });

  it('survive an answer that is nested 100,000 deep, and say so', async () => {
    const body = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const headers = { 'Content-Type': 'application/json' };
    const { run } = await simulate([call('deep', {})], { handler: () => ({ status: 200, headers, body }) });
    expect(run.stages['deep']).toMatchObject({ status: 'failed', error: { type: 'LIMIT' } });
  });
});
