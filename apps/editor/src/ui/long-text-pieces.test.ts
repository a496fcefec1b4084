import { describe, expect, it } from 'vitest';
import { SHOWN_AT_FIRST, toLongText } from './long-text-pieces.ts';

describe('long text', () => {
  it('stays in one piece when its words are short', () => {
    const text = 'the rollback answered 200 after 3 attempts, as the runbook has it';
    expect(toLongText(text, SHOWN_AT_FIRST)).toEqual({ pieces: [text], isCut: false });
  });

  it('is cut after the first characters until the rest is asked for', () => {
    const { pieces, isCut } = toLongText('A'.repeat(200_000), SHOWN_AT_FIRST);
    expect({ isCut, text: pieces.join('') }).toEqual({ isCut: true, text: `${'A'.repeat(2_000)}…` });
  });

  it('gives a word of 200 kB places to break at after its first 40 characters', () => {
    const word = 'A'.repeat(200_000);
    const { pieces, isCut } = toLongText(word, word.length);
    expect(isCut).toBe(false);
    expect(pieces.join('') === word).toBe(true);
    expect(pieces.map(({ length }) => length)).toEqual([40, ...Array.from({ length: 19_996 }, () => 10)]);
  });

  it('does not cut a character in two', () => {
    const { pieces } = toLongText(`a${'🙂'.repeat(100)}`, 120);
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true);
  });
});
