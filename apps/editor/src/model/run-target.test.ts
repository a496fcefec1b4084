import { describe, expect, it } from 'vitest';
import { situationsFor, targetOfRun, toTargetFields } from './run-target.ts';

const situation = (name: string, pipelines: string[]) => ({ name, title: name, description: '', pipelines });

describe('situationsFor', () => {
  it('puts those made for the pipeline behind those for all, and leaves the others out', () => {
    const environments = {
      profiles: [],
      situations: [situation('calm', []), situation('other', ['x']), situation('own', ['mine'])],
    };
    expect(situationsFor(environments, 'mine').map(({ name }) => name)).toEqual(['calm', 'own']);
  });

  it('gives all when none is meant for the pipeline', () => {
    const environments = { profiles: [], situations: [situation('a', ['x']), situation('b', ['y'])] };
    expect(situationsFor(environments, 'mine').map(({ name }) => name)).toEqual(['a', 'b']);
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
