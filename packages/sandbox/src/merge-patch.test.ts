import { describe, expect, it } from 'vitest';
import { applyMergePatch } from './merge-patch.ts';

const POD = {
  containers: [
    { name: 'a', image: 'a:1', env: [{ name: 'X', value: '1' }] },
    { name: 'b', image: 'b:1' },
  ],
};

describe('applyMergePatch', () => {
  it('merges objects and removes what is null', () => {
    expect(applyMergePatch({ a: { b: 1, c: 2 }, d: 3 }, { a: { c: null, e: 4 } }, 'merge')).toEqual({
      a: { b: 1, e: 4 },
      d: 3,
    });
  });

  it('merges containers by name in a strategic patch', () => {
    expect(applyMergePatch(POD, { containers: [{ name: 'b', image: 'b:2' }] }, 'strategic')).toEqual({
      containers: [POD.containers[0], { name: 'b', image: 'b:2' }],
    });
  });

  it('merges env by name inside a container', () => {
    const patch = { containers: [{ name: 'a', env: [{ name: 'Y', value: '2' }] }] };
    expect(applyMergePatch(POD, patch, 'strategic')).toEqual({
      containers: [
        {
          name: 'a',
          image: 'a:1',
          env: [
            { name: 'X', value: '1' },
            { name: 'Y', value: '2' },
          ],
        },
        POD.containers[1],
      ],
    });
  });

  it('adds a container that is new', () => {
    const patched = applyMergePatch(POD, { containers: [{ name: 'c', image: 'c:1' }] }, 'strategic');
    expect(patched).toEqual({ containers: [...POD.containers, { name: 'c', image: 'c:1' }] });
  });

  it('replaces lists in a plain merge patch', () => {
    expect(applyMergePatch(POD, { containers: [{ name: 'b' }] }, 'merge')).toEqual({ containers: [{ name: 'b' }] });
  });

  it('replaces lists that have no merge key', () => {
    expect(applyMergePatch({ args: ['a', 'b'] }, { args: ['c'] }, 'strategic')).toEqual({ args: ['c'] });
  });
});
