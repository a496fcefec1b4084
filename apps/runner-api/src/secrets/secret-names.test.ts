import { describe, expect, it } from 'vitest';
import { checkSecrets } from './secret-names.ts';

describe('checkSecrets', () => {
  it('refuses a value that is too short to be masked, and names it', () => {
    expect(() => checkSecrets({ LONG: 'long enough', SHORT: 'abc' })).toThrow(/at least 8 characters.*: SHORT\./);
  });

  it('refuses a name that no pipeline could read', () => {
    expect(() => checkSecrets({ 'a-b': 'long enough' })).toThrow(/a-b cannot be one/);
  });

  it.each(['__proto__', 'constructor', 'x'.repeat(129)])('refuses the name %s', (name) => {
    expect(() => checkSecrets(Object.fromEntries([[name, 'long enough']]))).toThrow(/cannot be one/);
  });

  it.each([
    ['that is too long', 'x'.repeat(64 * 1024 + 1), 'at most 64 kB: A'],
    ['with half a character', 'long enough \ud800', 'half a character is in A'],
  ])('refuses a value %s', (_, value, message) => {
    expect(() => checkSecrets({ A: value })).toThrow(message);
  });
});
