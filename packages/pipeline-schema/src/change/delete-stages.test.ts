import { describe, expect, it } from 'vitest';
import { testCatalog } from '../catalog.test-support.ts';
import { readPipeline } from '../read-pipeline.ts';
import { CANONICAL, CICD, changed, documentOf, linesOf, refusalOf } from './change.test-support.ts';

const remove = (ids: readonly string[], bridge = false) => ({ type: 'delete_stages', ids, bridge }) as const;
const stagesOf = (text: string) => JSON.parse(text).stages;

describe('delete_stages', () => {
  it('takes a stage out with every entry that names it', () => {
    const after = changed(CANONICAL, remove(['guard', 'tell']));
    expect(stagesOf(after).map(({ id }: { id: string }) => id)).toEqual(['ping', 'check', 'push', 'probe', 'undo']);
    expect(stagesOf(after)[1].config.if_true).toEqual([]);
    expect(JSON.parse(after).layout).toEqual({ ping: [10, 20] });
  });

  it('touches nothing else in the first seed', () => {
    const lines = linesOf(CICD, remove(['validate-build']));
    expect(lines.filter((line) => line.startsWith('+'))).toEqual(['+ "depends_on": [],']);
    expect(lines.filter((line) => line.startsWith('-'))).toHaveLength(11);
  });

  it('leaves templates that read it, which become errors with a ghost', () => {
    const after = changed(CANONICAL, remove(['ping']));
    const { ghosts, diagnostics } = readPipeline(after, { components: testCatalog });
    expect(ghosts.map(({ id, referencedBy }) => [id, referencedBy.length])).toEqual([['ping', 4]]);
    expect(diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code)).toEqual([
      'unknown-stage',
    ]);
  });

  it('takes the layout along with its last entry', () => {
    const text = documentOf([{ id: 'a', component: 'logger' }], { layout: { a: [1, 2] } });
    expect(JSON.parse(changed(text, remove(['a'])))).toEqual({ name: 'n', version: '1.0.0', stages: [] });
  });

  it('connects what was around deleted stages', () => {
    const chain = ['a', 'b', 'c', 'd', 'e'].map((id, index, all) => ({
      id,
      component: 'logger',
      depends_on: all.slice(Math.max(0, index - 1), index),
    }));
    const after = stagesOf(changed(documentOf(chain), remove(['b', 'c'], true)));
    expect(after.map(({ id, depends_on }: { id: string; depends_on: string[] }) => [id, depends_on])).toEqual([
      ['a', []],
      ['d', ['a']],
      ['e', ['d']],
    ]);
  });

  it('puts what followed a deleted stage into its branch, unless it also waits for others', () => {
    const stages = [
      { id: 'ask', component: 'conditional', config: { condition: true, if_true: ['yes'], if_false: ['no'] } },
      { id: 'yes', component: 'logger', depends_on: ['ask'] },
      { id: 'no', component: 'logger', depends_on: ['ask'] },
      { id: 'after-yes', component: 'logger', depends_on: ['yes'] },
      { id: 'both', component: 'logger', depends_on: ['yes', 'no'] },
    ];
    const after = stagesOf(changed(documentOf(stages), remove(['yes'], true)));
    expect(after[0].config).toEqual({ condition: true, if_true: ['after-yes'], if_false: ['no'] });
    expect(after.slice(2).map(({ depends_on }: { depends_on: string[] }) => depends_on)).toEqual([
      ['ask'],
      ['ask', 'no'],
    ]);
  });

  it('keeps the entries that mean another stage of the same id', () => {
    const twice = documentOf([
      { id: 'a', component: 'logger' },
      { id: 'a', component: 'logger', name: 'second' },
      { id: 'b', component: 'logger', depends_on: ['a'] },
    ]);
    expect(stagesOf(changed(twice, remove(['a'])))).toEqual([
      { id: 'a', component: 'logger', name: 'second' },
      { id: 'b', component: 'logger', depends_on: ['a'] },
    ]);
  });

  it('refuses a stage that is not there', () => {
    expect(refusalOf(CICD, remove(['prod-deploy']))).toBe('There is no stage "prod-deploy".');
  });
});
