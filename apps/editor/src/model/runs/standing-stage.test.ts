import { RunId, type StageRun } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { toStandingStage } from './standing-stage.ts';
import { toStageLook } from './status-look.ts';

const RUNNING: Pick<StageRun, 'status' | 'waiting'> = { status: 'running' };
const below = (stage: string) => ({
  undecided_children: [{ stage, run_id: RunId.parse('r1.sub'), undecided: ['call'] }],
});

describe('how a stage stands', () => {
  it.each<[string, Parameters<typeof toStandingStage>[0], string]>([
    ['that runs', {}, 'running'],
    ['that was under way in a run that is held', { held: 'It was restored.' }, 'waiting'],
    ['whose child run waits for a decision', below('sub'), 'waiting for a decision'],
    ['of a loop, one of whose child runs waits for a decision', below('each[2]/sub'), 'waiting for a decision'],
    ['beside one whose child run waits for a decision', below('other'), 'running'],
  ])('%s', (_which, run, word) => {
    expect(toStageLook(toStandingStage(run, 'sub', RUNNING)).word).toBe(word);
  });
});
