import { describe, expect, it } from 'vitest';
import { chooseSituations, firstTarget, targetOfRun, toTargetFields } from './run-target.ts';

const situation = (name: string, pipelines: string[]) => ({ name, title: name, description: '', pipelines });

describe('chooseSituations', () => {
  const names = (found: ReturnType<typeof chooseSituations>) => ({
    fitting: found.fitting.map(({ name }) => name),
    others: found.others.map(({ name }) => name),
  });

  it('puts those made for the pipeline behind those for all, and the others apart', () => {
    const environments = {
      profiles: [],
      situations: [situation('other', ['x']), situation('own', ['mine', 'x']), situation('calm', [])],
    };
    expect(names(chooseSituations(environments, 'mine'))).toEqual({ fitting: ['calm', 'own'], others: ['other'] });
  });

  it('takes all for a pipeline that none was made for', () => {
    const environments = { profiles: [], situations: [situation('a', ['x']), situation('b', ['y'])] };
    expect(names(chooseSituations(environments, 'mine'))).toEqual({ fitting: ['a', 'b'], others: [] });
  });
});

describe('firstTarget', () => {
  it.each([
    [
      'where all goes well',
      [situation('oom', []), situation('all-good', [])],
      { kind: 'sandbox', situation: 'all-good' },
    ],
    ['the first of others', [situation('oom', []), situation('slow', [])], { kind: 'sandbox', situation: 'oom' }],
    ['nothing, and so not the real services, where there is none', [], undefined],
  ])('is %s', (_name, fitting, target) => {
    expect(firstTarget({ fitting })).toEqual(target);
  });
});

describe('toTargetFields', () => {
  it.each([
    [{ kind: 'sandbox', situation: 'oom' } as const, { sandbox: 'oom' }],
    [{ kind: 'profile', profile: 'staging' } as const, { profile: 'staging' }],
    [{ kind: 'live' } as const, {}],
  ])('%j', (target, fields) => {
    expect(toTargetFields(target)).toEqual(fields);
  });
});

describe('targetOfRun', () => {
  it.each([
    [
      { seq: 1, sandbox: 'oom' },
      { kind: 'sandbox', situation: 'oom' },
    ],
    [
      { seq: 1, profile: 'staging' },
      { kind: 'profile', profile: 'staging' },
    ],
    [{ seq: 1 }, { kind: 'live' }],
    [{ seq: 0 }, undefined],
  ])('%j', (run, target) => {
    expect(targetOfRun(run)).toEqual(target);
  });
});
