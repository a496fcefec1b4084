import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPlainLine, toPlainText } from './plain-text.ts';

describe('toPlainText', () => {
  it.each([
    ['colours', '\u001b[31mred\u001b[0m', 'red'],
    ['cursor movements', 'a\u001b[2J\u001b[1;1Hb', 'ab'],
    ['titles of the window', '\u001b]0;pwned\u0007text', 'text'],
    ['links', '\u001b]8;;http://evil\u001b\\click\u001b]8;;\u001b\\', 'click'],
    ['sequences with 8-bit introducers', '\u009b31mred', 'red'],
    ['a carriage return that hides what was there', 'hidden\rshown', 'hiddenshown'],
    ['marks that turn the direction of writing', 'abc\u202Etxt.exe', 'abctxt.exe'],
    ['lone surrogates', 'a\ud800b', 'a\ufffdb'],
  ])('takes out %s', (_what, text, expected) => {
    expect(toPlainText(text)).toBe(expected);
  });

  it('leaves lines, tabs and letters of all scripts', () => {
    expect(toPlainText('one\n\ttwo\r\nseñor 漢字 🚀')).toBe('one\n\ttwo\nseñor 漢字 🚀');
  });

  it('leaves nothing that a terminal acts on', () => {
    const anyText = fc.array(
      fc.oneof(fc.constantFrom('\u001b', '\u009b', '[', ']', ';', 'm', '\u0007', '\\'), fc.string()),
    );
    fc.assert(
      fc.property(anyText, (parts) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be left
        expect(toPlainText(parts.join(''))).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
      }),
    );
  });
});

describe('toPlainLine', () => {
  it('puts everything on one line', () => {
    expect(toPlainLine('  one\n\n two\tthree ')).toBe('one two three');
  });
});
