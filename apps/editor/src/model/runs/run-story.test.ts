import { foldRun, newRun, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { type EventSketch, failureOf, journalOf, queued } from './run-events.test-support.ts';
import { toRunSentence } from './run-story.ts';
import { toPlainText } from './stage-words.ts';

const stage = (id: string, component = 'logger', config: unknown = { message: id }, more = {}) => ({
  id,
  component,
  config,
  ...more,
});
const { graph } = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    stages: [
      stage('decide', 'conditional', { condition: '{{true}}', true_stages: ['yes'], false_stages: ['no'] }),
      ...['yes', 'no', 'after'].map((id) => stage(id)),
      stage('block', 'trycatch', { try: ['push'], catch: ['undo'], finally: ['tidy'] }),
      stage('push', 'http_request', { url: 'https://a.example' }, { retry: { max_attempts: 6 } }),
      stage('undo'),
      stage('tidy'),
    ],
  }),
);

function said(...sketches: readonly EventSketch[]): string | undefined {
  const run = foldRun(newRun(RunId.parse('r1')), journalOf([queued({}), { type: 'run.started' }, ...sketches]));
  const parts = toRunSentence(run, graph);
  return parts && toPlainText(parts);
}

const HELD: EventSketch = { type: 'run.waiting', held: 'Its profile is gone.' };
const ran = (stage_id: string, attempt = 1): EventSketch => ({ type: 'stage.started', stage_id, attempt });
const skipped = (stage_id: string, decision: string): EventSketch => ({
  type: 'stage.skipped',
  stage_id,
  because: [
    { stage_id: 'nearer', what: 'skipped' },
    { stage_id: decision, what: 'decision', detail: 'false' },
  ],
});
const finished: EventSketch = { type: 'run.finished' };
const took = (stage_id: string): EventSketch => ({ type: 'decision', stage_id, arm: 'false' });
const cancelled: EventSketch = {
  type: 'run.finished',
  status: 'cancelled',
  error: failureOf(null, 'no longer needed', 'CANCELLED'),
};

describe('sentence of a run', () => {
  it('names the decision that left stages out, and what ran for it', () => {
    expect(said(took('decide'), ran('no'), skipped('yes', 'decide'), skipped('after', 'decide'), finished)).toBe(
      'decide took “false”: no ran, 2 skipped.',
    );
  });

  it('says which child run waits for a decision', () => {
    const undecided_children = [{ stage: 'push', run_id: RunId.parse('r1.push'), undecided: ['call'] }];
    const parts = toRunSentence({ ...newRun(RunId.parse('r1')), status: 'running', undecided_children }, graph) ?? [];
    expect(toPlainText(parts)).toBe('push waits for its child run r1.push, where call waits for a decision.');
  });

  it('says why a run is held, and no longer once it goes on', () => {
    expect(said(HELD)).toBe('Held: Its profile is gone.');
    expect(said(HELD, ran('decide'))).toBeUndefined();
  });

  it('says which stages wait for a decision, and what was on its way', () => {
    const waiting: EventSketch = {
      type: 'stage.waiting',
      stage_id: 'push',
      until: null,
      why: 'interrupted',
      error: failureOf('push', 'nobody knows whether it arrived', 'INTERRUPTED'),
    };
    expect(said(ran('push'), waiting)).toBe('push waits for a decision: nobody knows whether it arrived');
    expect(said(ran('push'), waiting, ran('no'), { ...waiting, stage_id: 'no' })).toBe(
      'push, no wait for a decision: nobody knows whether it arrived',
    );
  });

  it('does not call a finally stage run that was cut off', () => {
    const cutOff: EventSketch = { type: 'stage.cancelled', stage_id: 'tidy' };
    expect(said(ran('push'), ran('tidy'), cutOff, cancelled)).toBe('Cancelled during tidy. Reason: no longer needed.');
  });

  it('names the finally stages that a run which was ended at once has left out, before its reason', () => {
    const details = { reason: 'it hangs', left_out: ['tidy', 'yes'], cut_off: [] };
    const message = 'it hangs; these finally stages did not run: tidy, yes.';
    const error = { ...failureOf(null, message, 'CANCELLED'), details };
    expect(said(ran('push'), { type: 'stage.cancelled', stage_id: 'push' }, { ...cancelled, error })).toBe(
      'Cancelled during push (attempt 1 of 6); left out, do it by hand: tidy, yes. Reason: it hangs.',
    );
  });

  it('names the two decisions that left out the most', () => {
    const skips = [
      skipped('a', 'one'),
      skipped('b', 'two'),
      skipped('c', 'two'),
      skipped('d', 'three'),
      skipped('e', 'three'),
    ];
    expect(said(took('one'), took('two'), took('three'), ...skips, finished)).toBe(
      'two took “false”: 2 skipped; three took “false”: 2 skipped.',
    );
  });

  it('tells a failure that is tolerated', () => {
    const failed: EventSketch = {
      type: 'stage.failed',
      stage_id: 'yes',
      error: failureOf('yes', 'no'),
      tolerated: true,
    };
    expect(said(ran('yes'), failed, finished)).toBe('yes failed (tolerated).');
  });

  it('counts the stages of a run in which all went straight', () => {
    expect(said(ran('yes'), ran('after'), finished)).toBe('2 stages ran.');
  });

  it('says what was cancelled, at which attempt, and what cleaned up', () => {
    const sketches = [
      ran('block'),
      ran('push', 3),
      { type: 'run.cancelling' },
      { type: 'stage.cancelled', stage_id: 'push' },
    ] as const;
    expect(said(...sketches, ran('tidy'), { type: 'stage.cancelled', stage_id: 'block' }, cancelled)).toBe(
      'Cancelled during push (attempt 3 of 6); finally ran: tidy; no catch ran. Reason: no longer needed.',
    );
  });

  it('names the catch that had run before the cancel', () => {
    const sketches = [ran('block'), ran('undo'), { type: 'stage.cancelled', stage_id: 'undo' }] as const;
    expect(said(...sketches, cancelled)).toBe('Cancelled during undo; catch ran: undo. Reason: no longer needed.');
  });

  it('says only that it was cancelled when nothing had started', () => {
    expect(said(cancelled)).toBe('Cancelled. Reason: no longer needed.');
  });

  it('tells the failure first when there is one', () => {
    const error = failureOf('push', 'still 503');
    expect(said({ type: 'run.finished', status: 'failed', error })).toBe('push failed: still 503.');
  });

  it('is nothing while the run goes on', () => {
    expect(said(ran('yes'))).toBeUndefined();
  });
});
