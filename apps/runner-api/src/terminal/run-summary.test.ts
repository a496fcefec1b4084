import { foldRun, newRun, type Run, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { POLLING_RUN } from './events.test-support.ts';
import { createPalette } from './palette.ts';
import { runSummary } from './run-summary.ts';

const plain = createPalette({ isTty: false }, {});
const failedRun: Run = foldRun(newRun(RunId.parse('r1')), POLLING_RUN);

describe('runSummary', () => {
  it('says how long, what failed and why, and that services were simulated', () => {
    expect(runSummary(failedRun, plain)).toEqual([
      '✗ failed in 8.0 s · deploy · r1 · simulated services: staging-sick',
      'health failed: still 503 after 2 of 2 attempts (5.9 s).',
    ]);
  });

  it('says why a run is held', () => {
    const held: Run = {
      ...newRun(RunId.parse('r1')),
      pipeline: 'deploy',
      status: 'waiting',
      held: 'Its profile is gone.',
    };
    expect(runSummary(held, plain)).toEqual(['◔ waiting · deploy · r1', 'Its profile is gone.']);
  });

  it('says which child run waits for a decision, and where it is made', () => {
    const undecided_children = [{ stage: 'sub', run_id: RunId.parse('r1.sub'), undecided: ['a'] }];
    const run: Run = { ...newRun(RunId.parse('r1')), pipeline: 'deploy', status: 'running', undecided_children };
    expect(runSummary(run, plain).at(-1)).toBe(
      'sub waits for its child run r1.sub, where a waits for a decision. Say which: fm resolve r1.sub a --as done|failed|retry',
    );
  });

  it('says of a held run that it is resumed before anybody decides', () => {
    const run: Run = {
      ...newRun(RunId.parse('r1')),
      pipeline: 'deploy',
      status: 'waiting',
      held: 'Restored.',
      undecided: ['a'],
    };
    expect(runSummary(run, plain).at(-1)).toBe(
      'a waits for a decision. Say which once it is resumed ("fm resume r1"): fm resolve r1 a --as done|failed|retry',
    );
  });

  it('says what a queued run waits for', () => {
    const queue = { ahead: 0, reason: 'Queued behind the run r0, which has "api".' };
    const queued: Run = { ...newRun(RunId.parse('r1')), pipeline: 'deploy', queue };
    expect(runSummary(queued, plain)).toEqual([expect.stringMatching(/ queued · deploy · r1$/), queue.reason]);
  });

  it('tells a handled failure as handled', () => {
    const health = failedRun.stages['health'];
    const recovered: Run = {
      ...failedRun,
      status: 'recovered',
      error: null,
      stages: { ...failedRun.stages, ...(health && { health: { ...health, handled: true } }) },
    };
    expect(runSummary(recovered, plain)).toEqual([
      '↺ recovered in 8.0 s · deploy · r1 · simulated services: staging-sick',
      'health failed (handled): still 503 after 2 of 2 attempts (5.9 s).',
    ]);
  });

  it('tells a failure that was caught by a catch that failed as what failed the run', () => {
    const health = failedRun.stages['health'];
    const failed: Run = {
      ...failedRun,
      stages: { ...failedRun.stages, ...(health && { health: { ...health, handled: true } }) },
    };
    expect(runSummary(failed, plain).slice(1)).toEqual([
      'health failed, and handling it failed: still 503 after 2 of 2 attempts (5.9 s).',
    ]);
  });

  it('names what nothing dealt with before what was handled', () => {
    const health = failedRun.stages['health'];
    if (!health?.error) throw new Error('the run has no failed stage');
    const second = { ...health, error: { ...health.error, stage_id: 'undo', message: 'refused' } };
    const failed: Run = { ...failedRun, error: null, stages: { health: { ...health, handled: true }, undo: second } };
    expect(runSummary(failed, plain).slice(1)).toEqual([
      'undo failed: refused.',
      'health failed (handled): still 503 after 2 of 2 attempts (5.9 s).',
    ]);
  });

  it('colours only on a terminal whose user wants colours', () => {
    const coloursOf = (isTty: boolean, env: Record<string, string>) =>
      runSummary(failedRun, createPalette({ isTty }, env)).join().includes('\u001b[');
    expect([coloursOf(true, {}), coloursOf(false, {}), coloursOf(true, { NO_COLOR: '1' })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
