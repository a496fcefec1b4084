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

  const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${1_000 + index}`).join('\n');

  it('takes a bundle of certificates', () => {
    expect(() => checkSecrets({ A: lines(1_000) })).not.toThrow();
  });

  it.each([
    ['lines', { ONE: 'one line', A: lines(600), B: lines(600) }, 'A, B have 1203'],
    ['texts in JSON', { A: JSON.stringify(lines(1_500).split('\n')) }, 'A have 1501'],
  ])('refuses values with too many %s together', (_, secrets, message) => {
    expect(() => checkSecrets(secrets)).toThrow(
      `at most 1100 lines together (of JSON: texts), because each is masked by itself; ${message}.`,
    );
  });
});
