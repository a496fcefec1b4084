import { describe, expect, it } from 'vitest';
import { createKnownSecrets } from './known-secrets.ts';
import type { NamedValue } from './masker.ts';

/** A value whose spellings have about 250,000 characters, most of which are what each costs beside its text. */
const manyLines = (which: number): readonly NamedValue[] => [
  ['A', Array.from({ length: 50 }, (_, line) => `secret ${which} line ${line}`).join('\n')],
];
const SMALL = { maxLentChars: 2_000_000, maxRecentChars: 1_000_000 };

describe('known secrets of open runs', () => {
  it('have room for many runs with the same value', () => {
    const known = createKnownSecrets(undefined, SMALL);
    const values = manyLines(0);
    for (let run = 0; run < 15; run++) known.lend(values);
    expect(known.lend(values).valuesOf('A')).toEqual([values[0]?.[1]]);
  });

  it('are refused when there is no room for more, and have it again when a run has ended', () => {
    const known = createKnownSecrets(undefined, SMALL);
    const first = known.lend(manyLines(0));
    const fill = () => {
      for (let run = 1; run < 15; run++) known.lend(manyLines(run));
    };
    expect(fill).toThrow('there is no room for more');
    first.release();
    expect(known.lend(manyLines(99)).masker().text('secret 99 line 7')).toBe('•••A');
  });

  it('are masked for a while after the end of their run, so many of them as fit', () => {
    const known = createKnownSecrets(undefined, SMALL);
    for (let run = 0; run < 8; run++) known.lend(manyLines(run)).release();
    const masked = [0, 7].map((run) => known.masker().text(`secret ${run} line 7`));
    expect(masked).toEqual(['secret 0 line 7', '•••A']);
  });
});
