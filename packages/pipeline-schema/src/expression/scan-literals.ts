import { startsWord, wordEnd } from './characters.ts';
import type { Cursor } from './cursor.ts';

/** Reads the number that begins here. @throws {ExprError} E_SYNTAX when malformed, E_VALUE when too large. */
export function scanNumber(cursor: Cursor): number {
  const start = cursor.index;
  NUMBER.lastIndex = start;
  const text = NUMBER.exec(cursor.source)?.[0] ?? '';
  cursor.index += text.length;
  cursor.checkLength();
  if (startsWord(cursor.source, cursor.index)) {
    cursor.fail('E_SYNTAX', 'malformed number', start, wordEnd(cursor.source, cursor.index));
  }
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isFinite(value)) cursor.fail('E_VALUE', 'the number is out of range', start, cursor.index);
  return value;
}

/**
 * Reads the quoted text that begins here, escapes resolved.
 * @throws {ExprError} E_UNCLOSED without a closing quote, E_SYNTAX on an unknown escape.
 */
export function scanString(cursor: Cursor): string {
  const { source, index: start } = cursor;
  const quote = source.charCodeAt(start);
  let text = '';
  let copied = start + 1;
  cursor.index = copied;
  for (;;) {
    const code = source.charCodeAt(cursor.index);
    if (Number.isNaN(code)) cursor.fail('E_UNCLOSED', 'the text is not closed', start, source.length);
    cursor.checkLength();
    if (code === quote) {
      text += source.slice(copied, cursor.index);
      cursor.index += 1;
      return text;
    }
    if (code === BACKSLASH) {
      text += source.slice(copied, cursor.index) + scanEscape(cursor);
      copied = cursor.index;
    } else {
      cursor.index += 1;
    }
  }
}

const NUMBER = /0[xX][0-9a-fA-F]+|\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?/y;
const BACKSLASH = 92;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['0', '\0'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['/', '/'],
]);

function scanEscape(cursor: Cursor): string {
  const start = cursor.index;
  const letter = cursor.source.charAt(start + 1);
  cursor.index += 2;
  const simple = ESCAPES.get(letter);
  if (simple !== undefined) return simple;
  if (letter !== 'u' && letter !== 'x') {
    cursor.fail('E_SYNTAX', `unknown escape \\${letter}`, start, start + 2, { hint: 'write \\\\ for a backslash' });
  }
  const length = letter === 'u' ? 4 : 2;
  const digits = cursor.source.slice(cursor.index, cursor.index + length);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits)) {
    cursor.fail('E_SYNTAX', `\\${letter} needs ${length} hexadecimal digits`, start, start + 2 + length);
  }
  cursor.index += length;
  return String.fromCharCode(Number.parseInt(digits, 16));
}
