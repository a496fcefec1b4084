/**
 * Undoes what text formats do to single characters: URL- and form-encoding, HTML references and JSON escapes, also partly
 * and several times over. Works in place on UTF-16 units; `starts`, when given, says for each where it stood, and has one
 * element more, which is the length of the text. Gives the number of units that are left, and whether any were changed.
 *
 * What two texts must have in common for one to be an escaped form of the other is all that counts here: a text that was
 * never escaped may come out changed (backslashes go, `+` becomes a space), and a secret must be read in the same way.
 *
 * Knowingly not recognised: a secret that itself holds what looks like escapes of two formats (`%41` and `&amp;`, or one of them
 * and `+` or a backslash), behind an encoder that wrote the mark of one as an escape of another (`&#37;41`, `\u002541`). Formats are
 * undone in one order, so there one of the secret's own escapes is left over and the other is not, which neither it as it is nor it
 * unescaped reads like. What usual encoders make of a short one is looked for as it is (`spellingsOf`).
 */
export function unescapeCodes(codes: Uint16Array, starts?: Uint32Array): Unescaped {
  let left = codes;
  for (const kind of ESCAPES) {
    const length = rewrite({ codes: left, starts }, kind);
    if (length !== undefined) left = codes.subarray(0, length);
  }
  return { length: left.length, isChanged: left !== codes };
}

/** What `unescapeCodes` did. */
export interface Unescaped {
  readonly length: number;
  readonly isChanged: boolean;
}

const PERCENT = 0x25;
const AMPERSAND = 0x26;
const PLUS = 0x2b;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const RETURN = 0x0d;
const NEWLINE = 0x0a;
/** A byte that is not part of UTF-8 stands for itself, as a character that texts do not have. */
const STRAY_BYTE = 0xf700;

/** A piece of text: where it ends, and the character that it means; -1 for none. */
type Token = { end: number; meaning: number };

/** See `unescapeCodes`. */
type Codes = { readonly codes: Uint16Array; readonly starts: Uint32Array | undefined };

/** Reads what starts at `at`; false when that is a character like any other. A token is never longer in units than as written. */
type ReadToken = (codes: Uint16Array, at: number, token: Token) => boolean;

/** What begins with `mark`. */
type Escape = { readonly mark: number; readonly readToken: ReadToken };

const ESCAPES: readonly Escape[] = [
  { mark: PERCENT, readToken: readPercent },
  { mark: AMPERSAND, readToken: readReference },
  { mark: BACKSLASH, readToken: readBackslashes },
  { mark: PLUS, readToken: readPlus },
  { mark: RETURN, readToken: readLineEnd },
];

/** Gives the number of units that are left; undefined when nothing was changed. */
function rewrite({ codes, starts }: Codes, { mark, readToken }: Escape): number | undefined {
  if (!codes.includes(mark)) return undefined;
  const { length } = codes;
  const token: Token = { end: 0, meaning: 0 };
  let from = 0;
  let to = 0;
  let at = 0;
  while (at < length) {
    if (codes[at] !== mark || !readToken(codes, at, token)) {
      at += 1;
      continue;
    }
    move({ codes, starts }, { from, to, end: at });
    to += at - from;
    from = token.end;
    to += write({ codes, starts }, { at, to, meaning: token.meaning });
    at = from;
  }
  if (from === 0) return undefined;
  move({ codes, starts }, { from, to, end: length });
  to += length - from;
  if (starts) starts[to] = starts[length] ?? 0;
  return to;
}

/** Less than this is moved faster one by one. */
const MIN_MOVED_AT_ONCE = 24;

function move({ codes, starts }: Codes, { from, to, end }: { from: number; to: number; end: number }): void {
  if (from === to) return;
  if (end - from < MIN_MOVED_AT_ONCE) {
    for (let index = 0; index < end - from; index += 1) codes[to + index] = codes[from + index] ?? 0;
  } else {
    codes.copyWithin(to, from, end);
  }
  starts?.copyWithin(to, from, end);
}

/** Writes the character that began at `at`; gives its length in units. */
function write({ codes, starts }: Codes, { at, to, meaning }: { at: number; to: number; meaning: number }): number {
  if (meaning < 0) return 0;
  const start = starts?.[at] ?? 0;
  if (starts) starts[to] = start;
  codes[to] = meaning > 0xffff ? 0xd800 + ((meaning - 0x10000) >> 10) : meaning;
  if (meaning <= 0xffff) return 1;
  if (starts) starts[to + 1] = start;
  codes[to + 1] = 0xdc00 + (meaning & 0x3ff);
  return 2;
}

function readPercent(codes: Uint16Array, at: number, token: Token): boolean {
  if (!readByte(codes, at, token)) return false;
  const first = token.meaning;
  if (first < 0x80) return true;
  const { end } = token;
  const count =
    first >= 0xf0 && first < 0xf5 ? 3 : first >= 0xe0 && first < 0xf0 ? 2 : first >= 0xc2 && first < 0xe0 ? 1 : 0;
  let code = count === 0 ? 0 : first & (0x3f >> count);
  for (let left = count; left > 0; left -= 1) {
    if (!readByte(codes, token.end, token) || (token.meaning & 0xc0) !== 0x80) {
      token.end = end;
      token.meaning = STRAY_BYTE | first;
      return true;
    }
    code = (code << 6) | (token.meaning & 0x3f);
  }
  token.meaning = count === 0 || code > 0x10ffff ? STRAY_BYTE | first : code;
  return true;
}

/** `%41`, and after further rounds of encoding `%2541`, `%252541` and so on. */
function readByte(codes: Uint16Array, at: number, token: Token): boolean {
  if (codes[at] !== PERCENT) return false;
  let end = at + 1;
  while (codes[end] === 0x32 && codes[end + 1] === 0x35) end += 2;
  const byte = hexAt(codes, end, 2);
  if (byte < 0 && end === at + 1) return false;
  token.end = byte < 0 ? end : end + 2;
  token.meaning = byte < 0 ? PERCENT : byte;
  return true;
}

const NAMES: readonly (readonly [name: string, meaning: number])[] = [
  ['lt;', 0x3c],
  ['gt;', 0x3e],
  ['quot;', 0x22],
  ['apos;', 0x27],
];

/** No reference that anybody writes has more digits. */
const MAX_DIGITS = 10;

function readReference(codes: Uint16Array, at: number, token: Token): boolean {
  if (codes[at] !== AMPERSAND) return false;
  let end = at + 1;
  while (isAt(codes, end, 'amp;')) end += 4;
  token.end = end;
  token.meaning = AMPERSAND;
  for (const [name, meaning] of NAMES) {
    if (!isAt(codes, end, name)) continue;
    token.end += name.length;
    token.meaning = meaning;
    return true;
  }
  return (codes[end] === 0x23 && readNumber(codes, end + 1, token)) || end > at + 1;
}

function readNumber(codes: Uint16Array, at: number, token: Token): boolean {
  const isHex = codes[at] === 0x78 || codes[at] === 0x58;
  const first = isHex ? at + 1 : at;
  let end = first;
  let value = 0;
  for (; end < first + MAX_DIGITS; end += 1) {
    const digit = digitOf(codes[end] ?? 0);
    if (digit < 0 || (digit > 9 && !isHex)) break;
    value = value * (isHex ? 16 : 10) + digit;
  }
  if (end === first || codes[end] !== SEMICOLON || value > 0x10ffff) return false;
  token.end = end + 1;
  token.meaning = value;
  return true;
}

/** What ASCII characters mean behind a backslash: quotes and `/` themselves; -1 for those that are not escaped. */
const AFTER_BACKSLASH = new Int8Array(128).fill(-1);
for (const quote of [0x22, 0x27, 0x60, 0x2f]) AFTER_BACKSLASH[quote] = quote;
AFTER_BACKSLASH.set([8], 98);
AFTER_BACKSLASH.set([12], 102);
AFTER_BACKSLASH.set([NEWLINE], 110);
AFTER_BACKSLASH.set([RETURN], 114);
AFTER_BACKSLASH.set([9], 116);

/** Any number of backslashes escape what stands behind them: each round of escaping doubles them. */
function readBackslashes(codes: Uint16Array, at: number, token: Token): boolean {
  if (codes[at] !== BACKSLASH) return false;
  let end = at + 1;
  while (codes[end] === BACKSLASH) end += 1;
  const next = codes[end] ?? 0;
  token.end = end + 1;
  if (next === 0x75) {
    token.meaning = hexAt(codes, end + 1, 4);
    token.end = end + 5;
    if (token.meaning >= 0) return true;
  }
  token.meaning = next < AFTER_BACKSLASH.length ? (AFTER_BACKSLASH[next] ?? -1) : -1;
  if (token.meaning < 0) token.end = end;
  return true;
}

function readPlus(_codes: Uint16Array, at: number, token: Token): boolean {
  token.end = at + 1;
  token.meaning = 0x20;
  return true;
}

function readLineEnd(codes: Uint16Array, at: number, token: Token): boolean {
  token.end = at + 2;
  token.meaning = NEWLINE;
  return codes[at + 1] === NEWLINE;
}

function isAt(codes: Uint16Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (codes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}

/** The number that `width` hex digits spell; -1 when something else stands there. */
function hexAt(codes: Uint16Array, at: number, width: number): number {
  let value = 0;
  for (let index = at; index < at + width; index += 1) {
    const digit = digitOf(codes[index] ?? 0);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
