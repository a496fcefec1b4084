import { foldRun, newRun, type Run, RunEvent, RunId } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { toRunFocus } from './run-focus.ts';

const RUN = RunId.parse('r1');
const ANY = () => true;

describe('toRunFocus', () => {
  it('names what is at work, the one that began last at the end', () => {
    const run = runAfter(started('a'), started('b'), started('c'), succeeded('b'));
    expect(toRunFocus(run, ANY)).toEqual(['a', 'c']);
  });

  it('names nothing between two stages', () => {
    expect(toRunFocus(runAfter(started('a'), succeeded('a')), ANY)).toEqual([]);
  });

  it('leaves out what stands around others', () => {
    expect(toRunFocus(runAfter(started('a'), started('b')), (id) => id !== 'a')).toEqual(['b']);
  });

  it('names the stage whose instances in a loop are at work, once', () => {
    const run = runAfter(started('call', 'a[0]/call'), started('call', 'a[1]/call'));
    expect(toRunFocus(run, ANY)).toEqual(['call']);
  });

  it('turns to the first failure at the end', () => {
    const run = runAfter(
      started('a'),
      failed('a'),
      started('b'),
      failed('b'),
      started('c'),
      succeeded('c'),
      finished(),
    );
    expect(toRunFocus(run, ANY)).toEqual(['a']);
  });

  it('turns to the last stage that ran when nothing failed', () => {
    const run = runAfter(started('a'), succeeded('a'), started('b'), succeeded('b'), finished());
    expect(toRunFocus(run, ANY)).toEqual(['b']);
  });
});

type Fact = Record<string, unknown>;
const started = (stage_id: string, instance?: string): Fact => ({
  ...{ type: 'stage.started', stage_id, attempt: 1, config: {} },
  ...(instance && { instance }),
});
const succeeded = (stage_id: string): Fact => ({ type: 'stage.succeeded', stage_id, attempt: 1, output: null });
const failed = (stage_id: string): Fact => ({
  ...{ type: 'stage.failed', stage_id, attempt: 1, handled: true },
  error: { type: 'TIMEOUT', message: 'late', stage_id, attempt: 1, retryable: true, details: {} },
});
const finished = (): Fact => ({ type: 'run.finished', status: 'recovered', output: null, error: null });

function runAfter(...facts: readonly Fact[]): Run {
  const queued = {
    ...{ type: 'run.queued', pipeline: 'p', version: '1.0.0', definition_hash: 'h', input: {}, trigger: 'test' },
    stages: ['a', 'b', 'c', 'call'].map((id) => ({ id, component: 'logger' })),
  };
  const events = [queued, { type: 'run.started' }, ...facts].map((fact, index) =>
    RunEvent.parse({
      ...{ run_id: RUN, seq: index + 1, t: index * 1000, at: new Date(index * 1000).toISOString() },
      ...fact,
    }),
  );
  return foldRun(newRun(RUN), events);
}
