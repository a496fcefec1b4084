import { describe, expect, it } from 'vitest';
import { RunId } from './ids.ts';
import { failureOf, journalOf, started, succeeded } from './journal.test-support.ts';
import { foldRun, newRun } from './run.ts';

const STAGES = { each: 'foreach', call: 'http_request' };
const CAUSE = [{ stage_id: 'if', what: 'decision', detail: 'false' }] as const;

type Facts = Parameters<typeof journalOf> extends [unknown, ...infer Rest] ? Rest : never;

/** What a run shows of the member `call` of a loop as a whole. */
function summaryAfter(...facts: Facts) {
  const { stages } = foldRun(newRun(RunId.parse('r1')), journalOf(STAGES, ...facts));
  const { status, reason, because } = stages['call'] ?? {};
  return { status, reason, because };
}

function skipped(instance: string): Facts[number][1] {
  return { type: 'stage.skipped', stage_id: 'call', instance, reason: 'branch_not_taken', because: [...CAUSE] };
}

describe('the member of a loop, seen as a whole', () => {
  it('says why it was skipped while no iteration has run it', () => {
    expect(summaryAfter([1, skipped('each[0]/call')])).toEqual({
      status: 'skipped',
      reason: 'branch_not_taken',
      because: CAUSE,
    });
  });

  it('gives no reason for a skip once an iteration has run it', () => {
    const second = [started('call', 1, 'each[1]/call'), succeeded('call', 1, 'each[1]/call')] as const;
    expect(summaryAfter([1, skipped('each[0]/call')], [2, second[0]], [3, second[1]])).toEqual({
      status: 'succeeded',
      reason: undefined,
      because: undefined,
    });
  });

  const error = failureOf('call');
  const retrying = (instance: string): Facts[number][1] => ({
    type: 'stage.retrying',
    stage_id: 'call',
    instance,
    attempt: 1,
    delay_ms: 10,
    reason: 'retry',
    error,
  });
  const errorAfter = (...facts: Facts) =>
    foldRun(newRun(RunId.parse('r1')), journalOf(STAGES, ...facts)).stages['call']?.error;

  it('has no error when the iteration that had one recovered', () => {
    const ends = [
      [2, retrying('each[0]/call')],
      [3, succeeded('call', 2, 'each[0]/call')],
    ] as const;
    expect(errorAfter([1, started('call', 1, 'each[0]/call')], ...ends)).toBeNull();
  });

  it('shows the error of the iteration that failed, not of one that recovered', () => {
    const last: Facts[number][1] = {
      type: 'stage.failed',
      stage_id: 'call',
      instance: 'each[1]/call',
      attempt: 1,
      handled: false,
      error: { ...error, message: 'the last word' },
    };
    const facts: Facts = [
      [1, started('call', 1, 'each[0]/call')],
      [2, retrying('each[0]/call')],
      [3, last],
    ];
    expect(errorAfter(...facts, [4, succeeded('call', 2, 'each[0]/call')])?.message).toBe('the last word');
  });
});

describe('a run that waits for its turn', () => {
  const queue = { ahead: 0, reason: 'behind another' };

  it('is queued again when it was held before its start and is held no longer', () => {
    const held = [1, { type: 'run.waiting', held: 'no profile' }] as const;
    const journals = [journalOf(STAGES, held), journalOf(STAGES, held, [2, { type: 'run.waiting' }])];
    const statuses = journals.map((events) => foldRun(newRun(RunId.parse('r1')), events).status);
    expect(statuses).toEqual(['waiting', 'queued']);
  });

  it.each<[string, Facts[number][1]]>([
    ['starts', { type: 'run.started' }],
    ['ends', { type: 'run.finished', status: 'cancelled', output: null, error: null }],
  ])('waits for nobody once it %s', (_what, event) => {
    const waiting = { ...newRun(RunId.parse('r1')), queue };
    expect(foldRun(waiting, journalOf(STAGES, [1, event]))).not.toHaveProperty('queue');
  });
});

describe('a stage that waits for a decision', () => {
  const error = failureOf('call');
  const waiting = (instance?: string): Facts[number][1] => ({
    type: 'stage.waiting',
    stage_id: 'call',
    ...(instance !== undefined && { instance }),
    attempt: 1,
    until: null,
    why: 'interrupted',
    error,
  });
  const resolved = { as: 'done', by: 'ada', at: '2026-11-22T12:00:00.000Z' } as const;
  const runAfter = (...facts: Facts) => foldRun(newRun(RunId.parse('r1')), journalOf(STAGES, ...facts));

  it('is named by the run, with the failure that it may end with', () => {
    const run = runAfter([1, started('call')], [2, waiting()]);
    expect([run.undecided, run.stages['call']?.status, run.stages['call']?.error]).toEqual([
      ['call'],
      'waiting',
      error,
    ]);
  });

  it.each<[string, Facts[number][1]]>([
    ['is done', { type: 'stage.succeeded', stage_id: 'call', attempt: 1, output: 1, resolved }],
    ['has failed', { type: 'stage.failed', stage_id: 'call', attempt: 1, error, handled: false, resolved }],
    [
      'is to be sent again',
      { type: 'stage.retrying', stage_id: 'call', attempt: 1, reason: 'ada said so', delay_ms: 0, resolved },
    ],
  ])('keeps who decided that it %s, and is named no longer', (_what, fact) => {
    const run = runAfter([1, started('call')], [2, waiting()], [3, fact]);
    expect([run.undecided, run.stages['call']?.resolved]).toEqual([undefined, resolved]);
  });

  it('is named no longer once it is cancelled', () => {
    expect(runAfter([1, waiting()], [2, { type: 'stage.cancelled', stage_id: 'call', reason: 'x' }]).undecided).toBe(
      undefined,
    );
  });

  it('leaves the others of a loop undecided', () => {
    const place = { stage_id: 'call', instance: 'each[0]/call' };
    const done: Facts[number][1] = { type: 'stage.succeeded', ...place, attempt: 1, output: null, resolved };
    const run = runAfter([1, waiting('each[0]/call')], [2, waiting('each[1]/call')], [3, done]);
    expect(run.undecided).toEqual(['each[1]/call']);
  });
});

describe('a run that is held', () => {
  const held = [1, { type: 'run.waiting', held: 'its profile is gone' }] as const;
  const runAfter = (...facts: Facts) => foldRun(newRun(RunId.parse('r1')), journalOf(STAGES, ...facts));

  it('waits, and says why', () => {
    expect(runAfter(held)).toMatchObject({ status: 'waiting', held: 'its profile is gone' });
  });

  it.each<[string, Facts[number][1]]>([
    ['goes on to wait for something else', { type: 'run.waiting' }],
    ['starts a stage', started('call', 1)],
    ['is cancelled', { type: 'run.cancelling', reason: 'enough' }],
  ])('is held no longer once it %s', (_what, fact) => {
    expect(runAfter(held, [2, fact])).not.toHaveProperty('held');
  });
});
