import { type NewRunEvent, type RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { logRuns } from './log-runs.ts';
import type { ObservedRun } from './observe-runs.ts';

const RUN_ID = RunId.parse('r1');
const RUN: ObservedRun = {
  runId: RUN_ID,
  pipeline: 'deploy',
  version: '1.0.0',
  trigger: 'api',
  parent: undefined,
  components: new Map(),
  origin: { runId: RUN_ID, traceparent: undefined },
};
const AT = { at: '2026-11-22T08:00:00.000Z', t: 0 };

function linesOf(event: NewRunEvent): readonly unknown[] {
  const lines: unknown[] = [];
  const stored = { ...event, run_id: RUN_ID, seq: 2 } as RunEvent; // a NewRunEvent and the two keys that it lacks
  logRuns((level, message, facts) => lines.push([level, message, facts])).note(stored, RUN);
  return lines;
}

describe('the log of runs', () => {
  it('warns of a stage that waits for a decision', () => {
    const waiting = { until: null, why: 'interrupted' };
    expect(
      linesOf({ ...AT, type: 'stage.waiting', stage_id: 'call', instance: 'each[0]/call', attempt: 1, ...waiting }),
    ).toEqual([
      [
        'warn',
        'stage undecided: a person has to say what became of its request',
        { run_id: 'r1', pipeline: 'deploy', stage: 'each[0]/call' },
      ],
    ]);
  });

  it('warns of a run that is held', () => {
    expect(linesOf({ ...AT, type: 'run.waiting', held: 'It was restored.' })).toEqual([
      ['warn', 'run held: it does not go on by itself', { run_id: 'r1', pipeline: 'deploy' }],
    ]);
  });
});
