import { RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import {
  block,
  endsOf,
  fails,
  pipelineOf,
  runStages,
  type StageInShort,
  start,
  takes,
  testWorld,
} from '../engine.test-support.ts';

const sub = (pipeline: string, rest: object = {}): StageInShort => ({
  id: 'sub',
  component: 'subpipeline',
  config: { pipeline, input: { n: '{{input.n}}' } },
  ...rest,
});
const child = pipelineOf([{ id: 'a', config: { output: '{{input.n + 1}}' } }], {
  name: 'child',
  input_schema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] },
});

describe('subpipeline', () => {
  it('gives the output of its child run', async () => {
    const { run } = await runStages([sub('child')], { input: { n: 1 }, world: { pipelines: { child } } });
    expect([run.status, run.output]).toEqual(['succeeded', 2]);
  });

  it('links the child run to its parent', async () => {
    const world = testWorld({ pipelines: { child } });
    await start(pipelineOf([sub('child')]), world, { input: { n: 1 } }).finished;
    const [queued] = await world.journal.read(RunId.parse('run-1.sub'));
    expect(queued).toMatchObject({
      type: 'run.queued',
      pipeline: 'child',
      trigger: 'subpipeline',
      parent: { run_id: 'run-1', stage_id: 'sub' },
    });
  });

  it('fails with VALIDATION for a pipeline that does not exist', async () => {
    const { run } = await runStages([sub('gone')], { input: { n: 1 } });
    expect([run.error?.type, run.error?.message]).toEqual([
      'VALIDATION',
      'config.pipeline: there is no pipeline "gone" here',
    ]);
  });

  it('fails with VALIDATION for an input that the child does not take', async () => {
    const { run } = await runStages([sub('child')], { input: { n: 'one' }, world: { pipelines: { child } } });
    expect([run.error?.type, run.error?.message]).toEqual(['VALIDATION', expect.stringContaining('config.input.n')]);
  });

  it('fails with the error of its child, which a try may catch', async () => {
    const broken = pipelineOf([fails('x', {}, { type: 'SECURITY' })]);
    const { run } = await runStages(
      [block('t', { try: ['sub'], catch: ['c'], catch_error_types: ['SECURITY'] }), sub('broken'), 'c'],
      {
        input: { n: 1 },
        world: { pipelines: { broken } },
      },
    );
    expect([run.status, run.stages['sub']?.error?.details]).toEqual([
      'recovered',
      expect.objectContaining({ run_id: 'run-1.sub', status: 'failed' }),
    ]);
  });

  it('ends recovered when its child did', async () => {
    const shaky = pipelineOf([block('t', { try: ['x'], catch: ['c'] }), fails('x'), 'c']);
    const { run } = await runStages([sub('shaky')], { input: { n: 1 }, world: { pipelines: { shaky } } });
    expect([run.status, endsOf(run)]).toEqual(['recovered', { sub: 'handled' }]);
  });

  it('refuses to nest more than 8 deep', async () => {
    const endless = pipelineOf([sub('endless')], { name: 'endless' });
    const { run } = await runStages([sub('endless')], { input: { n: 1 }, world: { pipelines: { endless } } });
    expect([run.status, run.error?.type]).toEqual(['failed', 'LIMIT']);
  });

  it('hands cancel on to the child, and waits for its finally', async () => {
    const slow = pipelineOf([block('t', { try: ['x'], finally: ['f'] }), takes('x', 60_000), takes('f', 30)]);
    const world = testWorld({ pipelines: { slow } });
    const handle = start(pipelineOf([sub('slow')]), world, { input: { n: 1 } });
    await world.clock.sleep(1000, new AbortController().signal);
    handle.cancel('enough');
    const run = await handle.finished;
    const events = await world.journal.read(RunId.parse('run-1.sub'));
    expect([run.status, run.duration_ms, endsOf(run), events.at(-1)]).toEqual([
      'cancelled',
      1030,
      { sub: 'cancelled' },
      expect.objectContaining({ type: 'run.finished', status: 'cancelled' }),
    ]);
  });

  it('hands its time-out on to the child', async () => {
    const slow = pipelineOf([takes('x', 60_000)]);
    const { run } = await runStages([sub('slow', { timeout_ms: 500 })], {
      input: { n: 1 },
      world: { pipelines: { slow } },
    });
    expect([run.status, run.error?.type, run.duration_ms]).toEqual(['failed', 'TIMEOUT', 500]);
  });
});
