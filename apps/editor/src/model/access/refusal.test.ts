import { describe, expect, it } from 'vitest';
import { findRefusal } from './refusal.ts';

describe('why somebody may not do something', () => {
  it.each([
    ['viewer', 'operator', 'You are signed in as eve, who may only look. This takes the role operator.'],
    ['operator', 'admin', 'You are signed in as eve, who may only edit and run pipelines. This takes the role admin.'],
    ['operator', 'operator', undefined],
    [null, 'admin', undefined],
  ] as const)('as %s, of what takes the role %s', (role, needed, refusal) => {
    expect(findRefusal({ required: true, role, name: 'eve' }, needed)).toBe(refusal);
  });

  it('is not known before the session is', () => {
    expect(findRefusal(undefined, 'admin')).toBeUndefined();
  });
});
