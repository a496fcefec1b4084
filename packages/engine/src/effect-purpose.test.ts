import type { Json, Stage } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import {
  block,
  choice,
  each,
  fails,
  pipelineOf,
  RUN_ID,
  type StageInShort,
  start,
  testComponents,
  testWorld,
  type WorldOptions,
} from './engine.test-support.ts';
import type { EffectContext } from './ports.ts';
import { resumeRun } from './run-pipeline.ts';

const get = (id: string, rest: Partial<Stage> = {}): StageInShort => ({
  id,
  component: 'http_request',
  config: { url: `https://x.test/${id}` },
  ...rest,
});

/** For what each stage asked: by its address, in the order of the calls. */
async function purposesOf(stages: readonly StageInShort[], world: WorldOptions = {}, input: Json = {}) {
  const { purposes, handler } = listen();
  await start(pipelineOf(stages), testWorld({ ...world, handler }), { input }).finished;
  return purposes;
}

function listen() {
  const purposes: Record<string, string> = {};
  const handler = (_request: unknown, { instance, purpose, attempt, maxAttempts }: EffectContext) => {
    purposes[instance] = `${purpose} ${attempt} of ${maxAttempts}`;
    return { status: 200 };
  };
  return { purposes, handler };
}

describe('the purpose of an effect', () => {
  it('is work in a stage like any other, also with retry', async () => {
    const retry: Stage['retry'] = { ...RETRY, max_attempts: 4 };
    expect(await purposesOf([get('a'), get('b', { retry })])).toEqual({ a: 'work 1 of 1', b: 'work 1 of 4' });
  });

  it('is a poll when the retry has a condition', async () => {
    const retry: Stage['retry'] = { ...RETRY, max_attempts: 12, condition: '{{output.status_code != 200}}' };
    expect(await purposesOf([get('a', { retry })])).toEqual({ a: 'poll 1 of 12' });
  });

  it('is cleanup in catch and finally, and in what their deciders and loops own', async () => {
    const stages = [
      block('t', { try: ['bad'], catch: ['page', 'decide'], finally: ['all'] }),
      fails('bad'),
      get('page'),
      choice('decide', '{{true}}', { if_true: ['undo'], if_false: [] }),
      get('undo'),
      each('all', { items: [1], stages: ['one'] }),
      get('one'),
      get('next', { join: 'always', depends_on: ['t'] }),
    ];
    expect(await purposesOf(stages)).toEqual({
      page: 'cleanup 1 of 1',
      undo: 'cleanup 1 of 1',
      'all[0]/one': 'cleanup 1 of 1',
      next: 'work 1 of 1',
    });
  });

  it('is cleanup in a subpipeline that catch starts', async () => {
    const stages = [
      block('t', { try: ['bad'], catch: ['escalate'] }),
      fails('bad'),
      { id: 'escalate', component: 'subpipeline', config: { pipeline: 'escalation' } },
    ];
    const pipelines = { escalation: pipelineOf([get('page')]) };
    expect(await purposesOf(stages, { pipelines })).toEqual({ page: 'cleanup 1 of 1' });
  });

  it('is work in a try list', async () => {
    expect(await purposesOf([block('t', { try: ['a'], catch: ['b'] }), get('a'), get('b')])).toEqual({
      a: 'work 1 of 1',
    });
  });

  it('is a resend when a crash had interrupted the attempt, and work in what follows', async () => {
    const pipeline = pipelineOf([get('a'), get('b', { depends_on: ['a'] })]);
    const world = testWorld();
    await start(pipeline, world).finished;
    const events = await world.journal.read(RUN_ID);
    const inFlight = events.findIndex(({ type }) => type === 'stage.started') + 1;
    const { purposes, handler } = listen();
    const next = testWorld({ handler });
    await next.journal.append(RUN_ID, 0, events.slice(0, inFlight));
    await resumeRun(RUN_ID, pipeline, next.ports, testComponents).finished;
    expect(purposes).toEqual({ a: 'resend 1 of 1', b: 'work 1 of 1' });
  });
});

const RETRY = {
  max_attempts: 3,
  delay_seconds: 1,
  backoff: 2,
  max_delay_seconds: 60,
  jitter: true,
  on_exhausted: 'fail',
} as const;
