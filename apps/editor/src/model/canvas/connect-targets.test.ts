import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { refusalsFor } from './connect-targets.ts';
import { log } from './diagram.test-support.ts';

const { graph } = openPipelineDocument(
  JSON.stringify({ name: 't', version: '1.0.0', stages: [log('a'), log('b', ['a']), log('c')] }),
);
if (!graph) throw new Error('the test document has no stages');
const allowed = (direction: 'to' | 'from') =>
  [...refusalsFor(graph, { stageId: 'b', arm: undefined, direction })]
    .filter(([, refusal]) => refusal === undefined)
    .map(([id]) => id);

describe('refusalsFor', () => {
  it('lets a line lead on to what does not come before', () => {
    expect(allowed('to')).toEqual(['c']);
  });

  it('lets a line come from what it does not come from yet', () => {
    expect(allowed('from')).toEqual(['c']);
  });

  it('says why not', () => {
    expect(refusalsFor(graph, { stageId: 'b', arm: undefined, direction: 'to' }).get('a')).toMatch(
      /wait for each other/,
    );
  });
});
