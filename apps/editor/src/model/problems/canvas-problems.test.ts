import { describe, expect, it } from 'vitest';
import { log } from '../canvas/diagram.test-support.ts';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { countProblems, keepCounts, toProblemText } from './canvas-problems.ts';

function countsOf(stages: readonly object[]) {
  return countProblems(openPipelineDocument(JSON.stringify({ name: 't', version: '1.0.0', stages })).reading);
}

describe('countProblems', () => {
  it('counts what was found by stage', () => {
    const counts = countsOf([log('a'), log('b', ['lost', 'gone'])]);
    expect([...counts]).toEqual([['b', { errors: 2, warnings: 0 }]]);
  });

  it('counts in the eleventh stage what was found in the eleventh stage', () => {
    const stages = Array.from({ length: 11 }, (_, index) => log(`s${index}`, index === 10 ? ['lost'] : []));
    expect([...countsOf(stages).keys()]).toEqual(['s10']);
  });
});

describe('keepCounts', () => {
  it('gives the same object while nothing has changed', () => {
    const before = countsOf([log('a', ['lost'])]);
    expect(keepCounts(before, countsOf([log('a', ['gone'])]))).toBe(before);
  });
});

describe('toProblemText', () => {
  it('names what there is', () => {
    expect([toProblemText({ errors: 2, warnings: 1 }), toProblemText({ errors: 0, warnings: 1 })]).toEqual([
      '2 errors, 1 warning',
      '1 warning',
    ]);
  });
});
