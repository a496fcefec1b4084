import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { completeStageId } from './stage-id-completion.ts';

const document = openPipelineDocument(
  JSON.stringify({
    name: 'p',
    version: '1.0.0',
    stages: [
      { id: 'first', component: 'logger', config: { message: 'a' } },
      { id: 'second', component: 'logger', depends_on: ['first'], config: { message: 'b' } },
      {
        id: 'choose',
        component: 'router',
        depends_on: ['first'],
        config: { routes: [{ name: 'x', condition: '{{true}}', stages: [] }], default: ['gone'] },
      },
      { id: 'third', component: 'logger', depends_on: ['second'], config: { message: 'c' } },
    ],
  }),
);

const ids = (stageId: string | undefined, path: readonly (string | number)[]) =>
  completeStageId(document, { stageId, path }).map(({ id }) => id);

describe('completeStageId', () => {
  it('offers for depends_on every stage that does not wait for this one itself, undefined ones last', () => {
    expect(ids('second', ['depends_on', 0])).toEqual(['first', 'choose', 'gone']);
  });

  it('offers for a list of a control stage every stage that it does not wait for itself', () => {
    expect(ids('choose', ['config', 'routes', '0', 'stages'])).toEqual(['second', 'third', 'gone']);
    expect(ids('choose', ['config', 'default', '0'])).toEqual(['second', 'third', 'gone']);
  });

  it('offers every stage as the one whose output is the result', () => {
    expect(ids(undefined, ['output_stage_id'])).toEqual(['first', 'second', 'choose', 'third', 'gone']);
  });

  it('offers none where no stage is named', () => {
    expect(ids('choose', ['config', 'routes', '0', 'name'])).toEqual([]);
    expect(ids('first', ['config', 'message'])).toEqual([]);
    expect(ids(undefined, ['name'])).toEqual([]);
  });
});
