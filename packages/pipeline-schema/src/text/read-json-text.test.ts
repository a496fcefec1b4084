import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonText } from './read-json-text.ts';

describe('readJsonText', () => {
  it('reads every JSON value as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        fc.pre(!text.includes('__proto__') && !/\d{16}|[eE]/.test(text));
        expect(readJsonText(text)).toEqual({ status: 'parsed', value: JSON.parse(text), rewrittenCount: 0 });
      }),
    );
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\u005f_proto1e9 \n-.truefalsn\ud800') }), (text) => {
        expect(['parsed', 'refused']).toContain(readJsonText(text).status);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['{"id": 12345678901234567890}', { id: '12345678901234567890' }, 1],
    [
      '[-9007199254740993, 9007199254740991, 1e400, -1e400]',
      ['-9007199254740993', 9007199254740991, '1e400', '-1e400'],
      2 + 1,
    ],
    ['[1.0, 1e3, 0.30000000000000004, 1e-7, 3.14159265358979323846]', [1, 1000, 0.30000000000000004, 1e-7, Math.PI], 0],
    ['[1e-400, -12.5e-999, 0e-400, 0.0]', ['1e-400', '-12.5e-999', 0, 0], 2],
    ['{"text": "12345678901234567890"}', { text: '12345678901234567890' }, 0],
  ])('keeps numbers that are not exact as text: %s', (text, value, rewrittenCount) => {
    expect(readJsonText(text)).toEqual({ status: 'parsed', value, rewrittenCount });
  });

  it('reads what stands behind a byte order mark', () => {
    expect(readJsonText('\uFEFF[1]')).toMatchObject({ value: [1] });
  });

  it.each([
    ['{"a": [{"__proto__": 1}]}', 'key'],
    ['{"\\u005f\\u005fproto__": 1}', 'key'],
    [`${'['.repeat(101)}${']'.repeat(101)}`, 'depth'],
    ['{"a":'.repeat(500_000), 'depth'],
    ['', 'syntax'],
    ['{"a": 1,}', 'syntax'],
    ['NaN', 'syntax'],
    ['{} {}', 'syntax'],
  ])('refuses %.40s', (text, kind) => {
    expect(readJsonText(text)).toMatchObject({ status: 'refused', kind });
  });

  it('accepts what nests exactly as deep as allowed', () => {
    expect(readJsonText(`${'['.repeat(100)}${']'.repeat(100)}`)).toMatchObject({ status: 'parsed' });
  });

  it('takes "constructor" and "__proto__" as text for what they are', () => {
    expect(readJsonText('{"constructor": "__proto__"}')).toEqual({
      status: 'parsed',
      value: { constructor: '__proto__' },
      rewrittenCount: 0,
    });
  });
});
