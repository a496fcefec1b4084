import { describe, expect, it } from 'vitest';
import { isMaskable, isSecretName } from './secret-text.ts';

describe('the name of a secret', () => {
  it.each(['GITHUB_TOKEN', '_a1', 'x'.repeat(128)])('can be %s', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  it.each(['', '1A', 'a-b', 'ä', 'A\n', '__proto__', 'constructor', 'x'.repeat(129)])('cannot be %j', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

describe('the value of a secret', () => {
  it('has 8 characters, blanks around it not counted', () => {
    expect(['12345678', '1234567', ' 1234567 '].map(isMaskable)).toEqual([true, false, false]);
  });
});
