import { foldRun, newRun, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { toCatchSentence, toRunFailureSentence } from './failure-story.ts';
import { openFinallyBlocks } from './finally-blocks.ts';
import { dealtWithOf } from './loop-instances.ts';
import { type EventSketch, failureOf, journalOf, queued } from './run-events.test-support.ts';
import { toPlainText } from './stage-words.ts';

function graphOf(block: Record<string, unknown>) {
  const stage = (id: string, component = 'logger', config: unknown = { message: id }) => ({ id, component, config });
  const stages = [
    stage('block', 'trycatch', { try: ['push', 'check'], catch: ['undo'], finally: ['tidy'], ...block }),
    ...['push', 'check', 'undo', 'tidy', 'alone'].map((id) => stage(id)),
  ];
  const { graph } = openPipelineDocument(JSON.stringify({ name: 'p', version: '1.0.0', stages }));
  if (!graph) throw new Error('the pipeline of this test cannot be read');
  return graph;
}

function runOf(sketches: readonly EventSketch[]) {
  return foldRun(newRun(RunId.parse('r1')), journalOf([queued({}), { type: 'run.started' }, ...sketches]));
}

const ERROR = failureOf('check', 'still 503 after 12 of 12 attempts (1 m 02 s)', 'RETRY_EXHAUSTED');
const started = (stage_id: string): EventSketch => ({ type: 'stage.started', stage_id });
const CAUGHT: readonly EventSketch[] = [
  started('block'),
  started('push'),
  started('check'),
  { type: 'stage.failed', stage_id: 'check', error: ERROR, handled: true },
  { type: 'decision', stage_id: 'block', arm: 'caught' },
  started('undo'),
  { type: 'stage.skipped', stage_id: 'tell', because: [{ stage_id: 'check', what: 'failed' }] },
  { type: 'run.finished', status: 'recovered', error: ERROR },
];

describe('failure of a run', () => {
  it('says what failed, who caught it, and what did not run because of it', () => {
    expect(toPlainText(toRunFailureSentence(runOf(CAUGHT), graphOf({})) ?? [])).toBe(
      'check failed: still 503 after 12 of 12 attempts (1 m 02 s). block caught it; undo ran. Not run because of it: tell.',
    );
  });

  it('names only the first of many stages that did not run', () => {
    const skipped = ['a', 'b', 'c', 'd', 'e'].map(
      (stage_id): EventSketch => ({
        type: 'stage.skipped',
        stage_id,
        because: [{ stage_id: 'check', what: 'failed' }],
      }),
    );
    const run = runOf([...skipped, { type: 'run.finished', status: 'failed', error: ERROR }]);
    expect(toPlainText(toRunFailureSentence(run, undefined) ?? [])).toMatch(/because of it: a, b, c and 2 more\.$/);
  });

  it('says why the run itself was ended', () => {
    const error = failureOf(null, 'cancelled in the editor', 'CANCELLED');
    const run = runOf([{ type: 'run.finished', status: 'cancelled', error }]);
    expect(toRunFailureSentence(run, undefined)).toEqual(['Cancelled in the editor.']);
  });

  it('is nothing when nothing failed', () => {
    expect(toRunFailureSentence(runOf([{ type: 'run.finished' }]), undefined)).toBeUndefined();
  });
});

describe('catch around a failed stage', () => {
  const failed = (stage_id: string, type = 'TIMEOUT', more: Partial<EventSketch> = {}): readonly EventSketch[] => [
    started('block'),
    started(stage_id),
    { type: 'stage.failed', stage_id, error: failureOf(stage_id, 'no', type), ...more },
  ];
  const said = (run: ReturnType<typeof runOf>, key: string, block: Record<string, unknown> = {}) =>
    toPlainText(toCatchSentence(run, key, graphOf(block)) ?? []).trim();

  it('ran', () => {
    expect(said(runOf(CAUGHT), 'check')).toBe('block caught it; undo ran.');
  });

  it('is the block’s own when the block fails after it', () => {
    const block: EventSketch = { type: 'stage.failed', stage_id: 'block', error: ERROR, handled: true };
    const run = runOf([...CAUGHT.slice(0, -1), block]);
    expect(said(run, 'block')).toBe('It caught the failure; undo ran.');
  });

  it('is not there', () => {
    expect(said(runOf(failed('alone')), 'alone')).toBe('No trycatch stands around it, so nothing caught the failure.');
  });

  it('catches other types only', () => {
    expect(said(runOf(failed('check')), 'check', { catch_error_types: ['SECURITY'] })).toBe(
      'block catches only SECURITY, and this is TIMEOUT.',
    );
  });

  it('is empty', () => {
    expect(said(runOf(failed('check')), 'check', { catch: [] })).toBe('block has no catch.');
  });

  it('does not take failures of its own members', () => {
    expect(said(runOf(failed('undo')), 'undo')).toBe(
      'It belongs to the catch of block, which does not catch its own failures.',
    );
  });

  it('does not run when the run is cancelled', () => {
    const run = runOf([{ type: 'run.cancelling' }, ...failed('check')]);
    expect(said(run, 'check')).toBe('The run is being cancelled, so the catch of block does not run.');
  });

  it('is not needed for a failure that is tolerated', () => {
    expect(said(runOf(failed('check', 'TIMEOUT', { tolerated: true })), 'check')).toBe(
      'It may fail (on_error: continue), so what depends on it runs.',
    );
  });
});

describe('failed member of a loop, seen as a whole', () => {
  const stage = (id: string, component = 'logger', config: unknown = { message: id }) => ({ id, component, config });
  const { graph } = openPipelineDocument(
    JSON.stringify({
      name: 'p',
      version: '1.0.0',
      stages: [
        stage('each', 'foreach', { items: [1, 2, 3, 4], stages: ['inner'] }),
        stage('inner', 'trycatch', { try: ['check'], catch: ['undo'] }),
        stage('check'),
        stage('undo'),
      ],
    }),
  );
  const round = (turn: number, more: readonly EventSketch[]): readonly EventSketch[] => {
    const at = (stage_id: string) => ({ stage_id, instance: `each[${turn}]/${stage_id}` });
    return [
      { type: 'stage.started', ...at('inner') },
      { type: 'stage.started', ...at('check') },
      ...more.map((sketch) => ({ ...sketch, ...at(String(sketch['stage_id'])) })),
    ];
  };
  const failed: EventSketch = { type: 'stage.failed', stage_id: 'check', error: failureOf('check', 'no') };
  const went: readonly EventSketch[] = [{ type: 'stage.succeeded', stage_id: 'check' }];
  const caught: readonly EventSketch[] = [
    { ...failed, handled: true },
    { type: 'decision', stage_id: 'inner', arm: 'caught' },
  ];
  const said = (...rounds: readonly (readonly EventSketch[])[]) =>
    toPlainText(toCatchSentence(runOf(rounds.flatMap((more, turn) => round(turn, more))), 'check', graph) ?? []);

  it('says which round failed and which block handled it', () => {
    expect(said(went, went, caught, went)).toBe('Failed in 1 of 4 rounds: each[2]/check, handled by each[2]/inner.');
  });

  it('tells the rounds that were handled from those that were not', () => {
    expect(said(caught, [failed])).toBe(
      'Failed in 2 of 2 rounds: each[0]/check, handled by each[0]/inner; each[1]/check, not caught.',
    );
  });

  it('names only the first of many rounds', () => {
    expect(said(caught, caught, caught, caught, went)).toMatch(
      /^Failed in 4 of 5 rounds: .*each\[2\]\/inner; and 1 more\.$/,
    );
  });

  it('is handled once every failed round is', () => {
    const stagesOf = (...rounds: readonly (readonly EventSketch[])[]) =>
      runOf(rounds.flatMap((more, turn) => round(turn, more))).stages;
    const base = (stages: ReturnType<typeof stagesOf>) => {
      const stageRun = stages['check'];
      return stageRun && dealtWithOf(stages, 'check', stageRun);
    };
    expect([base(stagesOf(went, caught)), base(stagesOf([failed], caught))]).toEqual([
      { handled: true, tolerated: false },
      { handled: false, tolerated: false },
    ]);
  });
});

describe('finally of open blocks', () => {
  it('still runs once a member of the try has started', () => {
    expect(openFinallyBlocks(runOf([started('block'), started('push')]), graphOf({}))).toEqual([
      { block: 'block', members: ['tidy'] },
    ]);
  });

  it('does not run before', () => {
    expect(openFinallyBlocks(runOf([started('block')]), graphOf({}))).toEqual([]);
  });

  it('has run already when the block has ended', () => {
    const run = runOf([started('block'), started('push'), { type: 'stage.succeeded', stage_id: 'block' }]);
    expect(openFinallyBlocks(run, graphOf({}))).toEqual([]);
  });
});
