import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from './pipeline-document.ts';
import { addToList, findStages, idsIn, listPlaceAt, moveInList, removeFromList } from './stage-list.ts';

const { graph } = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    stages: [
      { id: 'check', component: 'conditional', config: { condition: '{{true}}', if_true: ['a'] } },
      { id: 'guard', component: 'trycatch', config: { try: ['b'] } },
      { id: 'way', component: 'router', config: { routes: [{ name: 'known', condition: '{{true}}', stages: [] }] } },
      { id: 'a', component: 'logger', depends_on: ['check'], config: { message: 'a' } },
      { id: 'b', component: 'logger', config: { message: 'b' } },
    ],
  }),
);

describe('listPlaceAt', () => {
  it('names the outcome that a list stands for', () => {
    expect(listPlaceAt(graph, 'check', ['config', 'if_true'])).toEqual({ owner: 'check', arm: 'true' });
  });

  it('names the outcome of a list that is not there yet', () => {
    expect(listPlaceAt(graph, 'guard', ['config', 'catch'])).toEqual({ owner: 'guard', arm: 'catch' });
  });

  it('names a route by its name', () => {
    expect(listPlaceAt(graph, 'way', ['config', 'routes', 0, 'stages'])).toEqual({ owner: 'way', arm: 'known' });
  });

  it('knows no list where none is', () => {
    expect(listPlaceAt(graph, 'a', ['config', 'message'])).toBeUndefined();
  });
});

describe('addToList', () => {
  it('connects to an outcome of a decision, and moves into a scope', () => {
    if (!graph) throw new Error('the test document has no stages');
    expect([
      addToList(graph, { owner: 'check', arm: 'true' }, 'b'),
      addToList(graph, { owner: 'guard', arm: 'try' }, 'a'),
    ]).toEqual([
      { type: 'connect', connection: { from: 'check', to: 'b', arm: 'true' } },
      { type: 'move_to_list', ids: ['a'], into: { owner: 'guard', arm: 'try' } },
    ]);
  });
});

describe('removeFromList', () => {
  it('leaves no stage waiting for a decision that does not lead to it any more', () => {
    if (!graph) throw new Error('the test document has no stages');
    expect(removeFromList(graph, { owner: 'check', arm: 'true' }, 'a')).toEqual([
      { type: 'disconnect', connection: { from: 'check', to: 'a', arm: 'true' } },
      { type: 'disconnect', connection: { from: 'check', to: 'a' } },
    ]);
  });
});

describe('moveInList', () => {
  it('moves by one and stops at the ends', () => {
    const ids = ['a', 'b', 'c'];
    expect([moveInList(ids, 0, 1), moveInList(ids, 2, -1), moveInList(ids, 0, -1), moveInList(ids, 2, 1)]).toEqual([
      ['b', 'a', 'c'],
      ['a', 'c', 'b'],
      ids,
      ids,
    ]);
  });
});

describe('idsIn', () => {
  it('takes a lone name for a list and leaves out what is no name', () => {
    expect([idsIn('a'), idsIn(['a', 5, null, 'b']), idsIn(undefined)]).toEqual([['a'], ['a', 'b'], []]);
  });
});

describe('findStages', () => {
  it('puts those first that begin with what is typed', () => {
    expect(findStages(['pre-deploy', 'deploy', 'test'], 'dep')).toEqual(['deploy', 'pre-deploy']);
  });

  it('forgives a slip', () => {
    expect(findStages(['deploy', 'test'], 'depoly')).toEqual(['deploy']);
  });
});
