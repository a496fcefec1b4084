import { describe, expect, it } from 'vitest';
import { checkDecision } from './check-decision.ts';
import {
  pipelineOf,
  RUN_ID,
  type StageInShort,
  start,
  takes,
  testComponents,
  testWorld,
} from './engine.test-support.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { StageDecision } from './stage-decision.ts';
import { crash, pass, post } from './undecided.test-support.ts';

/** Judges a decision on a run that a crash has left while its stages were under way. */
async function judge(stages: readonly StageInShort[], key: string, as: StageDecision['as'], engineVersion?: number) {
  const world = testWorld();
  const pipeline = pipelineOf(stages);
  const run = start(pipeline, world);
  await pass(world, 500);
  await crash(run);
  const events = await world.journal.read(RUN_ID);
  const pinned = { pipeline, engineVersion: engineVersion ?? ENGINE_VERSION };
  checkDecision({ runId: RUN_ID, pinned, events }, { key, decision: { as, by: 'ada' } }, testComponents);
}

describe('a decision that is judged before its run is taken up', () => {
  it('can be made on a request that taking the run up would leave to a person', async () => {
    await expect(judge([post('p')], 'p', 'done')).resolves.toBeUndefined();
  });

  it.each<[string, StageInShort, number | undefined]>([
    ['would be repeated', takes('p', 1000), undefined],
    ['would fail as INTERRUPTED', post('p', 1000, { on_error: 'continue' }), undefined],
    ['would fail in the version that started the run', post('p'), 1],
  ])('is refused for one that %s', async (_what, stage, version) => {
    await expect(judge([stage], 'p', 'failed', version)).rejects.toMatchObject({ code: 'stage_not_waiting' });
  });

  it('is refused for a stage that the run does not have', async () => {
    await expect(judge([post('p')], 'nowhere', 'done')).rejects.toMatchObject({ code: 'stage_unknown' });
  });
});
