import { foldRun, newRun, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { block, endsOf, pipelineOf, RUN_ID, start, takes, testComponents, testWorld } from './engine.test-support.ts';
import { resumeRun } from './run-pipeline.ts';
import { crash, pass } from './undecided.test-support.ts';

const CHILD = RunId.parse('run-1.sub');
const hanging = { id: 'hangs', config: { deaf: true } };
const STAGES = [block('t', { try: ['a'], finally: ['hangs', 'f'] }), takes('a', 1000), hanging, 'f'];

/** A run whose finally hangs after a cancel. */
async function hangingRun(world = testWorld()) {
  const handle = start(pipelineOf(STAGES), world);
  await pass(world, 500);
  handle.cancel('enough');
  await pass(world, 500);
  return { world, handle };
}

describe('a run that is cancelled at once', () => {
  it('ends in that moment although its finally hangs, and says which finally stages did not run', async () => {
    const { world, handle } = await hangingRun();
    handle.cancel('at once', { isForced: true });
    const run = await handle.finished;
    const warnings = (await world.journal.read(RUN_ID)).filter(({ type }) => type === 'warning');
    expect([run.status, run.duration_ms, endsOf(run), warnings]).toEqual([
      'cancelled',
      1000,
      { t: 'cancelled', a: 'cancelled', hangs: 'cancelled', f: 'run_stopped' },
      [
        expect.objectContaining({
          code: 'finally_not_run',
          message:
            'The run was ended at once; these finally stages did not run: f; these were cut off before their end: hangs. Do by hand what they were for.',
        }),
      ],
    ]);
  });

  it('tells in its error which finally stages are left to do', async () => {
    const { handle } = await hangingRun();
    handle.cancel('at once', { isForced: true });
    const { error } = await handle.finished;
    expect([error?.message, error?.details]).toEqual([
      'enough; these finally stages did not run: f; these were cut off before their end: hangs. Do by hand what they were for.',
      { reason: 'enough', left_out: ['f'], cut_off: ['hangs'] },
    ]);
  });

  it('skips finally also without a cancel before', async () => {
    const world = testWorld();
    const handle = start(pipelineOf(STAGES), world);
    await pass(world, 500);
    handle.cancel('at once', { isForced: true });
    expect(endsOf(await handle.finished)).toEqual({
      t: 'cancelled',
      a: 'cancelled',
      hangs: 'run_stopped',
      f: 'run_stopped',
    });
  });

  it('warns of nothing when no block had begun', async () => {
    const world = testWorld();
    const handle = start(pipelineOf([takes('a', 1000)]), world);
    await pass(world, 500);
    handle.cancel('at once', { isForced: true });
    await handle.finished;
    expect((await world.journal.read(RUN_ID)).filter(({ type }) => type === 'warning')).toEqual([]);
  });

  it('is recorded once, however often it is asked for', async () => {
    const { world, handle } = await hangingRun();
    handle.cancel('at once', { isForced: true });
    handle.cancel('at once', { isForced: true });
    await handle.finished;
    const asked = (await world.journal.read(RUN_ID)).filter(({ type }) => type === 'run.cancelling');
    expect(asked).toMatchObject([{ reason: 'enough' }, { reason: 'at once', forced: true }]);
  });

  it('takes its child along, whose finally hangs', async () => {
    const world = testWorld({ pipelines: { child: pipelineOf(STAGES) } });
    const parent = pipelineOf([{ id: 'sub', component: 'subpipeline', config: { pipeline: 'child' } }]);
    const handle = start(parent, world);
    await pass(world, 500);
    handle.cancel('enough');
    await pass(world, 500);
    handle.cancel('at once', { isForced: true });
    const run = await handle.finished;
    const child = foldRun(newRun(CHILD), await world.journal.read(CHILD));
    expect([run.status, run.duration_ms, child.status]).toEqual(['cancelled', 1000, 'cancelled']);
  });

  it('ends at once also when the process had ended in between', async () => {
    const { world, handle } = await hangingRun();
    await crash(handle);
    const resumed = resumeRun(RUN_ID, pipelineOf(STAGES), world.ports, testComponents);
    resumed.cancel('at once', { isForced: true });
    const run = await resumed.finished;
    expect([run.status, endsOf(run)['f'], run.error?.details]).toEqual([
      'cancelled',
      'run_stopped',
      { reason: 'enough', left_out: ['f'], cut_off: ['hangs'] },
    ]);
  });
});

describe('the time of finally', () => {
  it('is five minutes, and says what did not run', async () => {
    const { world, handle } = await hangingRun();
    const run = await handle.finished;
    const [warning] = (await world.journal.read(RUN_ID)).filter(({ type }) => type === 'warning');
    expect([run.status, run.duration_ms, warning]).toMatchObject(['cancelled', 300_500, { code: 'finally_not_run' }]);
  });

  it('is five minutes from the next start after a crash', async () => {
    const { world, handle } = await hangingRun();
    await crash(handle);
    await pass(world, 3_600_000);
    const run = await resumeRun(RUN_ID, pipelineOf(STAGES), world.ports, testComponents).finished;
    expect([run.status, run.duration_ms]).toEqual(['cancelled', 3_901_000]);
  });
});
