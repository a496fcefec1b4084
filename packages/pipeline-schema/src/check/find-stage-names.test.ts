import { describe, expect, it } from 'vitest';
import { testCatalog } from '../catalog.test-support.ts';
import { findStageNames } from './find-stage-names.ts';

describe('findStageNames', () => {
  it('gives every stretch that names a stage, without quotes, in the order of the text', () => {
    const text = JSON.stringify({
      name: 'p',
      version: '1.0.0',
      stages: [
        { id: 'a-1', component: 'http_request', config: { url: 'https://a' } },
        {
          id: 'b',
          component: 'http_request',
          depends_on: ['a-1'],
          config: { url: `{{stages.a-1.output.body}}{{ stages["a-1"].output.x }}{{stages['ghost'].output}}` },
        },
      ],
      output_stage_id: 'b',
    });
    const names = findStageNames(text, { components: testCatalog });
    expect(names.map(({ start, end }) => text.slice(start, end))).toEqual(names.map(({ id }) => id));
    expect(names.map(({ id, as, stageId }) => ({ id, as, stageId }))).toEqual([
      { id: 'a-1', as: 'definition', stageId: 'a-1' },
      { id: 'b', as: 'definition', stageId: 'b' },
      { id: 'a-1', as: 'depends_on', stageId: 'b' },
      { id: 'a-1', as: 'template', stageId: 'b' },
      { id: 'a-1', as: 'template', stageId: 'b' },
      { id: 'ghost', as: 'template', stageId: 'b' },
      { id: 'b', as: 'output', stageId: '' },
    ]);
  });

  it('looks through a text that breaks off', () => {
    const text = '{"stages": [{"id": "a", "component": "logger"}, {"id": "b", "depends_on": ["a"';
    expect(findStageNames(text, { components: testCatalog }).map(({ id, as }) => `${as} ${id}`)).toEqual([
      'definition a',
      'definition b',
      'depends_on a',
    ]);
  });

  it('finds nothing in a text that is no pipeline', () => {
    expect(findStageNames('{{{', { components: testCatalog })).toEqual([]);
  });
});
