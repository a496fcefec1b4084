import { describe, expect, it } from 'vitest';
import { partsOf } from './find-secrets.ts';
import { type HashedText, readings } from './hashed-text.ts';
import { createSecretFinder } from './secret-finder.ts';
import { spellSecret } from './spell-secret.ts';

/** How many looks at `text` it takes to find `secrets`, and characters that are compared. */
function workFor(text: string, secrets: readonly string[]): number {
  const finder = createSecretFinder();
  for (const secret of secrets) finder.add(spellSecret('S', secret));
  let work = 0;
  const counted = (reading: HashedText): HashedText => ({
    ...reading,
    window(at, length) {
      work += 1;
      return reading.window(at, length);
    },
    holds(spelling, at) {
      work += spelling.length;
      return reading.holds(spelling, at);
    },
  });
  for (const reading of readings(text)) partsOf(counted(reading), [finder]);
  return work;
}

const LONG = 20_000;

describe('the work of finding secrets', () => {
  it.each([
    ['all characters begin a long secret and none ends it', 'a'.repeat(LONG), [`${'a'.repeat(5000)}b`]],
    ['it is full of secrets', 'abcdefgh'.repeat(LONG / 8), ['abcdefgh'.repeat(100)]],
    ['it is all backslashes', '\\'.repeat(LONG), [`${'\\'.repeat(5000)}Q`]],
    ['hundreds of lines of all lengths begin like it', 'a'.repeat(LONG), [linesOfAllLengths()]],
    ['thousands of lines begin like it', '0'.repeat(LONG), [manyLines()]],
  ])('stays below 50 steps a character when %s', (_, text, secrets) => {
    expect(workFor(text, secrets)).toBeLessThan(50 * text.length);
  });

  it('is one look a character in an innocent text, however many secrets are known', () => {
    const secrets = [...Array(50).keys()].map((n) => `secret-value-number-${n}-${'x'.repeat(n)}`);
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(200);
    expect(workFor(text, secrets)).toBeLessThan(1.2 * text.length);
  });
});

function linesOfAllLengths(): string {
  return [...Array(350).keys()].map((n) => `${'a'.repeat(n + 8)}b`).join('\n');
}

function manyLines(): string {
  return [...Array(1000).keys()].map((n) => `00000000${n + 10_000}`).join('\n');
}

describe('createSecretFinder', () => {
  it('forgets what is taken away, and keeps what another has too', () => {
    const finder = createSecretFinder();
    const [first, second] = [spellSecret('A', '1234567890'), spellSecret('B', '1234567890')];
    finder.add(first);
    finder.add(second);
    const names = (): readonly unknown[] => [
      readings('x 1234567890').flatMap((reading) => partsOf(reading, [finder]).map(({ name }) => name)),
      finder.nameOfNumber(1_234_567_890),
    ];
    const seen = [names()];
    finder.remove(first);
    seen.push(names());
    finder.remove(second);
    seen.push(names());
    expect(seen).toEqual([
      [['A'], 'A'],
      [['B'], 'B'],
      [[], undefined],
    ]);
    expect(finder.isEmpty).toBe(true);
  });
});
