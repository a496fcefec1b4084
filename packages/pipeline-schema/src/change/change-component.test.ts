import { describe, expect, it } from 'vitest';
import { CANONICAL, CICD, changed, documentOf, refusalOf } from './change.test-support.ts';

const change = (stageId: string, component: string) => ({ type: 'change_component', stageId, component }) as const;
const stageOf = (text: string, id: string) => JSON.parse(text).stages.find((stage: { id: string }) => stage.id === id);

describe('change_component', () => {
  it('keeps what the new component also has, and starts what it needs', () => {
    const text = documentOf([
      {
        id: 'a',
        component: 'json_transform',
        depends_on: [],
        config: { data: '{{input}}', jmespath_expression: 'a', timeout: 30_000 },
        name: 'A',
      },
    ]);
    expect(stageOf(changed(text, change('a', 'filter')), 'a')).toEqual({
      id: 'a',
      component: 'filter',
      depends_on: [],
      config: { data: '{{input}}', timeout: 30_000, condition: '{{item.to_be_written}}' },
      name: 'A',
    });
  });

  it('spells the component as the other stages do', () => {
    expect(stageOf(changed(CICD, change('log-start', 'http_request')), 'log-start')).toEqual({
      id: 'log-start',
      component: 'http-request',
      config: { url: 'https://to-be-written.invalid/log-start', method: 'GET' },
    });
  });

  it('gives a stage without config the one that the component starts with', () => {
    const text = documentOf([{ id: 'a', component: 'logger' }]);
    expect(stageOf(changed(text, change('a', 'trycatch')), 'a')).toEqual({
      id: 'a',
      component: 'trycatch',
      config: { try: [], catch: [], finally: [] },
    });
  });

  it('changes nothing when it has the component already', () => {
    expect(changed(CICD, change('run-tests', 'http_request'))).toBe(CICD);
  });

  it.each([
    [change('ping', 'htp_request'), 'There is no component "htp_request". Did you mean "http_request"?'],
    [change('nobody', 'logger'), 'There is no stage "nobody".'],
  ])('refuses %j', (wrong, reason) => {
    expect(refusalOf(CANONICAL, wrong)).toBe(reason);
  });
});
