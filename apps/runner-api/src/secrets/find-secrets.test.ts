import { describe, expect, it } from 'vitest';
import { partsOf } from './find-secrets.ts';
import { createHashedText } from './hashed-text.ts';
import { createSecretFinder } from './secret-finder.ts';
import { spellSecret } from './spell-secret.ts';
import { unescapeText } from './unescape-text.ts';

/** How many characters are looked at or hashed to find `secrets` in `text`, besides passing over it. */
function workFor(text: string, secrets: readonly string[]): number {
  const finder = createSecretFinder();
  for (const secret of secrets) finder.add(spellSecret('S', secret));
  const readings = [...new Set([text, unescapeText(text)])].map(createHashedText);
  for (const reading of readings) partsOf(reading, [finder]);
  return readings.reduce((sum, reading) => sum + reading.steps(), 0);
}

const LONG = 20_000;

describe('the work of finding secrets', () => {
  it.each([
    ['all characters begin a long secret and none ends it', 'a'.repeat(LONG), [`${'a'.repeat(5000)}b`]],
    ['it is full of secrets', 'abcdefgh'.repeat(LONG / 8), ['abcdefgh'.repeat(100)]],
    ['it is all backslashes', '\\'.repeat(LONG), [`${'\\'.repeat(5000)}Q`]],
    ['hundreds of lines of all lengths begin like it', 'a'.repeat(LONG), [linesOfAllLengths()]],
    ['thousands of lines begin like it', '0'.repeat(LONG), [manyLines()]],
    ['lines of many lengths of each size begin like it', 'a'.repeat(LONG), [linesOfEachSize(31)]],
    ['lines of some lengths of each size begin like it', 'a'.repeat(LONG), [linesOfEachSize(6)]],
    ['lines of few lengths of each size begin like it', 'a'.repeat(LONG), [linesOfEachSize(3)]],
  ])('stays below 50 steps a character when %s', (_, text, secrets) => {
    expect(workFor(text, secrets)).toBeLessThan(50 * text.length);
  });

  it('is next to none in an innocent text, however many secrets are known', () => {
    const secrets = [...Array(50).keys()].map((n) => `secret-value-number-${n}-${'x'.repeat(n)}`);
    const text = 'The quick brown fox jumps over the lazy dog. '.repeat(200);
    expect(workFor(text, secrets)).toBeLessThan(0.1 * text.length);
  });
});

function linesOfAllLengths(): string {
  return [...Array(350).keys()].map((n) => `${'a'.repeat(n + 8)}b`).join('\n');
}

/** Lines that begin alike, `count` for each power of two that they are as long as. */
function linesOfEachSize(count: number): string {
  const sizes = [...Array(9).keys()].map((n) => 8 * 2 ** n);
  return sizes
    .flatMap((size) => [...Array(Math.min(count, size - 1)).keys()].map((n) => `${'a'.repeat(size + n)}b`))
    .join('\n');
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
      partsOf(createHashedText('x 1234567890'), [finder]).map(({ name }) => name),
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
