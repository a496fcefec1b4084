import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { toAddChanges, waysToAdd } from './canvas-add.ts';
import { GUARDED, log } from './diagram.test-support.ts';

const { graph } = openPipelineDocument(JSON.stringify({ name: 'test', version: '1.0.0', stages: GUARDED }));
const stage = { id: 'new', component: 'logger' };
if (!graph) throw new Error('the test document has no stages');

describe('waysToAdd', () => {
  it('offers to go behind a plain stage', () => {
    expect(waysToAdd(graph, 'start')).toEqual([{ label: 'After start', place: { after: 'start' } }]);
  });

  it('offers an outcome that nothing stands in first', () => {
    const { graph: open } = openPipelineDocument(
      JSON.stringify({
        name: 'test',
        version: '1.0.0',
        stages: [
          { id: 'ask', component: 'conditional', config: { condition: '{{true}}', if_true: ['a'], if_false: [] } },
          log('a'),
        ],
      }),
    );
    expect(open && waysToAdd(open, 'ask').map(({ place }) => place)).toEqual([
      { after: 'ask', arm: 'false' },
      { after: 'ask' },
      { after: 'ask', arm: 'true' },
    ]);
  });

  it('offers the lists of a box', () => {
    expect(waysToAdd(graph, 'guard').map(({ label }) => label)).toEqual([
      'After guard',
      'Into try of guard',
      'Into catch of guard',
      'Into finally of guard',
    ]);
  });
});

describe('toAddChanges', () => {
  it('adds a stage that waits for the one before it', () => {
    expect(toAddChanges(graph, { after: 'start' }, stage)).toEqual([
      { type: 'add_stage', stage: { ...stage, depends_on: ['start'] }, behind: 'start' },
    ]);
  });

  it('leads an outcome to the new stage', () => {
    expect(toAddChanges(graph, { after: 'check', arm: 'true' }, stage)).toEqual([
      { type: 'add_stage', stage, behind: 'check' },
      { type: 'connect', connection: { from: 'check', arm: 'true', to: 'new' } },
    ]);
  });

  it('follows a member in its list, where the order alone makes it wait', () => {
    expect(toAddChanges(graph, { after: 'probe' }, stage)).toEqual([
      { type: 'add_stage', stage, behind: 'probe', into: { owner: 'guard', arm: 'try' } },
    ]);
  });

  it('puts a stage into a line of a dependency', () => {
    expect(toAddChanges(graph, { between: { from: 'start', to: 'check' } }, stage)).toEqual([
      { type: 'add_stage', stage: { ...stage, depends_on: ['start'] }, behind: 'start' },
      { type: 'reconnect', connection: { from: 'start', to: 'check' }, replacement: { from: 'new', to: 'check' } },
    ]);
  });

  it('puts a stage between an outcome and what it leads to', () => {
    expect(toAddChanges(graph, { between: { from: 'check', arm: 'false', to: 'tell' } }, stage)).toEqual([
      { type: 'add_stage', stage, behind: 'check' },
      { type: 'connect', connection: { from: 'check', arm: 'false', to: 'new' } },
      { type: 'disconnect', connection: { from: 'check', arm: 'false', to: 'tell' } },
      { type: 'connect', connection: { from: 'new', to: 'tell' } },
    ]);
  });

  it('puts a stage between two neighbours of a list', () => {
    expect(toAddChanges(graph, { between: { from: 'deploy', to: 'probe' } }, stage)).toEqual([
      { type: 'add_stage', stage, behind: 'deploy', into: { owner: 'guard', arm: 'try' } },
    ]);
  });

  it('keeps the place that a person has chosen in a list', () => {
    const into = { owner: 'guard', arm: 'try' };
    expect(toAddChanges(graph, { into, index: 0 }, stage)).toEqual([
      { type: 'add_stage', stage, into },
      { type: 'move_to_list', ids: ['new'], into, index: 0 },
    ]);
  });
});
