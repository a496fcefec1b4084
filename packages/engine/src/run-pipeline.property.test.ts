import type { Pipeline } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endsOf, idleComponents, start, testComponents, testWorld } from './engine.test-support.ts';
import { modelRun } from './model.test-support.ts';
import { pipelines } from './random-pipelines.test-support.ts';

async function engineRun(pipeline: Pipeline, hasEffects: boolean) {
  const run = await start(pipeline, testWorld(), {}, hasEffects ? testComponents : idleComponents).finished;
  return { status: run.status, stages: endsOf(run) };
}

describe('the engine', () => {
  it('ends every stage of random pipelines as the model says', async () => {
    await fc.assert(
      fc.asyncProperty(pipelines, fc.boolean(), async (pipeline, hasEffects) => {
        expect(await engineRun(pipeline, hasEffects)).toEqual(modelRun(pipeline));
      }),
      { numRuns: Number(process.env['FM_RUNS'] ?? 10_000) },
    );
  }, 600_000);
});
