import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFaultyText } from './parse-json-text.ts';
import { parseStrictJson } from './parse-strict-json.ts';

/** Texts that are nearly JSON: the pieces of which JSON is made, in any order, and whole values with a piece put in. */
const piece = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"b": 1',
    '"',
    '\\',
    '\\n',
    '\\u00e9',
    '\\u00',
    '\\x',
    '1',
    '-',
    '0',
    '.5',
    '01',
  ],
  ...[
    'e',
    '1e4',
    '1E+',
    'true',
    'false',
    'null',
    'nul',
    ' ',
    '\n',
    '\r\n',
    '\t',
    '\u0001',
    '\uFEFF',
    '\u2028',
    '//',
    '/*',
  ],
);
const pieces = fc.array(piece, { maxLength: 12 }).map((all) => all.join(''));
const value = fc
  .tuple(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom(undefined, 2, '\t'))
  .map(([json, indent]) => JSON.stringify(json, null, indent));
const damaged = fc
  .tuple(value, fc.nat(), fc.nat(3), fc.oneof(piece, fc.constant('')))
  .map(([text, at, length, put]) => {
    const start = at % (text.length + 1);
    return text.slice(0, start) + put + text.slice(start + length);
  });

describe('parseStrictJson', () => {
  it('gives the tree of the tolerant parser for every text in which that one finds no error, and nothing for all others', () => {
    fc.assert(
      fc.property(fc.oneof(pieces, value, damaged), (text) => {
        const { root, errors } = parseFaultyText(text);
        expect(parseStrictJson(text)).toEqual(errors.length === 0 ? root : undefined);
      }),
      { numRuns: 3_000 },
    );
  }, 60_000);

  it('refuses what nests deeper than a document may', () => {
    expect(parseStrictJson('['.repeat(100) + ']'.repeat(100))).toBeDefined();
    expect(parseStrictJson('['.repeat(101) + ']'.repeat(101))).toBeUndefined();
  });
});
