import type { Json } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { openPipelineDocument } from '../document/pipeline-document.ts';
import { findingsOfNoField, findingsOfRoutes } from './remaining-findings.ts';

function openStage(about: Record<string, Json>) {
  const stage = { id: 's', component: 'logger', config: { message: 'm' }, ...about };
  const { reading, graph } = openPipelineDocument(JSON.stringify({ name: 'p', version: '1.0.0', stages: [stage] }));
  const read = graph?.stages.get('s');
  if (!read) throw new Error('the test document has no stages');
  return { reading, left: () => findingsOfNoField(reading, read).map(({ pointer }) => pointer) };
}

describe('findingsOfNoField', () => {
  it('has what is wrong with a join that has no field because nothing is waited for', () => {
    expect(openStage({ join: 'some' }).left()).toEqual(['/stages/0/join']);
  });

  it('leaves all of a retry to its fields', () => {
    expect(openStage({ retry: { max_attempts: 2, jitter: 'much', on_exhausted: 'cry' } }).left()).toEqual([]);
  });
});

describe('findingsOfRoutes', () => {
  it('has what is said of all routes and a key that no route has, and not what the fields of a route show', () => {
    const routes = [{ name: 'x', condition: '{{input.n | uper}}', stages: [], conditon: '{{true}}' }];
    const { reading } = openStage({ component: 'router', config: { routes } });
    const found = findingsOfRoutes(reading, { stageId: 's', path: ['config', 'routes'] }, 1);
    expect(found.map(({ pointer }) => pointer)).toEqual([
      '/stages/0/config/routes',
      '/stages/0/config/routes/0/conditon',
    ]);
  });
});
