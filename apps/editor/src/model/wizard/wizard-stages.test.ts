import { applyTextEdits } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { changeDraft, openDraft } from './wizard-draft.ts';
import { addStageChange, missingStages, stageIdProblem } from './wizard-stages.ts';

const stages = [
  { id: 'check', component: 'conditional', config: { condition: true, if_true: ['deploy'], if_false: ['tell'] } },
];
const text = JSON.stringify({ name: 'test', version: '1.0.0', stages, output_stage_id: 'result' }, null, 2);

describe('missingStages', () => {
  it('lists what is named and not defined, with who names it', () => {
    const missing = missingStages(openPipelineDocument(text).reading);
    expect(missing.map(({ id, namedBy }) => [id, namedBy])).toEqual([
      ['deploy', ['check']],
      ['tell', ['check']],
      ['result', ['the output']],
    ]);
  });

  it('creates one at a time until nothing is missing', () => {
    let current = text;
    for (let round = 0; round < 3; round += 1) {
      const [first] = missingStages(openPipelineDocument(current).reading);
      current = applyTextEdits(current, first?.create?.edits ?? expect.fail('nothing to create'));
    }
    expect(missingStages(openPipelineDocument(current).reading)).toEqual([]);
  });
});

describe('addStageChange', () => {
  it('puts the stage behind the one that it waits for', () => {
    const [stage] = [{ id: 'a', component: 'logger', config: { message: 'm' } }];
    const draft = openDraft('empty', JSON.stringify({ name: 'test', version: '1.0.0', stages: [stage] }));
    const added = changeDraft(draft, [addStageChange({ id: 'b', component: 'logger', after: 'a' })], { atMs: 0 });
    expect(added.draft?.document.reading.pipeline?.stages.map(({ id, depends_on }) => [id, depends_on])).toEqual([
      ['a', []],
      ['b', ['a']],
    ]);
  });
});

describe('stageIdProblem', () => {
  const pipeline = openPipelineDocument(text).reading.pipeline ?? expect.fail();

  it('wants an id that no other stage has, ignoring case', () => {
    expect(stageIdProblem('Check', pipeline)).toBe('Another stage has this name.');
    expect(stageIdProblem('Check', pipeline, 'check')).toBeUndefined();
  });

  it.each(['', '1a', 'a b', 'constructor'])('refuses "%s"', (id) => {
    expect(stageIdProblem(id, pipeline)).toEqual(expect.any(String));
  });
});
