import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8Length } from './json-limits.ts';
import { parseJsonText } from './parse-json-text.ts';
import { findNode, toJson } from './source-node.ts';
import { stringOffsets } from './string-offsets.ts';

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('parseJsonText', () => {
  it('reads every JSON value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const { root, errors } = parseJsonText(text);
        fc.pre(!text.includes('__proto__'));
        expect([errors, root && toJson(root)]).toEqual([[], JSON.parse(text)]);
      }),
    );
  }, 60_000);

  it('accepts exactly what JSON.parse accepts', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '1',
      '-',
      '.5',
      '01',
      'e',
      'true',
      'nul',
      ' ',
      '\n',
      '//',
      '/*',
      '\u0000',
      '\ufeff',
      '\u00a0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(parseJsonText(text).errors.length === 0).toBe(isJson(text));
      }),
      { numRuns: 1000 },
    );
  }, 60_000);

  it('keeps the last of two equal keys, as JSON.parse does, and both in the order of the text', () => {
    const { root } = parseJsonText('{"a":1,"a":2}');
    expect([root && toJson(root), root?.kind === 'object' && root.members.length]).toEqual([{ a: 2 }, 2]);
  });

  it('gives every node the pointer that leads to it', () => {
    const { root } = parseJsonText('{"a/b":[{"~":1}]}');
    expect([root && findNode(root, '/a~1b/0/~0')?.pointer, root && findNode(root, '/a~1b/1')]).toEqual([
      '/a~1b/0/~0',
      undefined,
    ]);
  });
});

describe('parseJsonText of a text that nests too deep', () => {
  it('says where, and reads nothing', () => {
    const error = { message: 'this nests deeper than 100 levels', start: 100, end: 101 };
    expect(parseJsonText('['.repeat(100_000))).toEqual({ root: undefined, errors: [error] });
  });
});

describe('stringOffsets', () => {
  it('leads from each unit of a decoded text to where it is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const text = JSON.stringify(value);
        const offsets = stringOffsets(text, 0, text.length);
        const units = [...offsets.keys()]
          .slice(0, -1)
          .map((index) => JSON.parse(`"${text.slice(offsets[index], offsets[index + 1])}"`));
        expect(units.join('')).toBe(value);
      }),
    );
  }, 60_000);
});

describe('utf8Length', () => {
  it('counts the bytes that a file has', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
      }),
    );
  }, 60_000);
});
