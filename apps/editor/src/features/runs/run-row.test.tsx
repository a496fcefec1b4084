// @vitest-environment happy-dom
import { newRun, RunId, type RunSummary } from '@flowmason/pipeline-schema';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { RunRow } from './run-row.tsx';

const RUN: RunSummary = { ...newRun(RunId.parse('r1')), pipeline: 'deploy', status: 'succeeded' };

function draw(pipelineIds: readonly string[], run: RunSummary = RUN): string {
  return renderToStaticMarkup(<RunRow run={run} pipelineIds={pipelineIds} />);
}

describe('RunRow', () => {
  it('leads to the only pipeline of its name', () => {
    expect(draw(['pipelines/deploy'])).toContain('href="/pipelines/pipelines/deploy?run=r1"');
  });

  it('says what a queued run waits for', () => {
    const queue = { ahead: 0, reason: 'Queued behind the run r0.' };
    expect(draw([], { ...RUN, status: 'queued', queue })).toContain('>Queued behind the run r0.</p>');
  });

  it.each([
    [['pipelines/deploy', 'team/deploy'], 'The workspace has 2 pipelines of this name: pipelines/deploy, team/deploy'],
    [[], 'The workspace has no pipeline of this name'],
  ])('leads nowhere and says why when there are these: %j', (pipelineIds, why) => {
    const row = draw(pipelineIds);
    expect([row.includes('href='), row.includes(`title="${why}"`)]).toEqual([false, true]);
  });
});
