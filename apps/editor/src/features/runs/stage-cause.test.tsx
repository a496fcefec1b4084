// @vitest-environment happy-dom
import { newRun, type Run, RunId, type StageRun } from '@flowmason/pipeline-schema';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { StageCause } from './stage-cause.tsx';

const CALL: StageRun = {
  status: 'waiting',
  component: 'http_request',
  attempts: 1,
  started_at: '2026-11-22T08:00:00.000Z',
  finished_at: null,
  duration_ms: null,
  config: null,
  output: null,
  error: null,
  waiting: { until: null, why: 'interrupted' },
};
const RUN: Run = { ...newRun(RunId.parse('r1')), status: 'waiting', stages: { call: CALL }, undecided: ['call'] };

function buttonsOf(run: Run): readonly string[] {
  const cause = <StageCause run={run} stageKey="call" stageRun={CALL} graph={undefined} />;
  const page = document.createElement('div');
  page.innerHTML = renderToStaticMarkup(<QueryClientProvider client={new QueryClient()}>{cause}</QueryClientProvider>);
  return [...page.querySelectorAll('button')].map((button) => button.textContent);
}

describe('the cause of a stage that waits for a decision', () => {
  it('asks for the decision', () => {
    expect(buttonsOf(RUN)).toEqual(['Decide on call']);
  });

  it('asks to resume the run first while that is held', () => {
    expect(buttonsOf({ ...RUN, held: 'It was restored.' })).toEqual(['Resume']);
  });
});
