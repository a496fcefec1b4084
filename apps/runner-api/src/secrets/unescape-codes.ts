/**
 * Undoes what text formats do to single characters: URL- and form-encoding, HTML references and JSON escapes, also partly
 * and several times over. Works in place on UTF-16 units; `starts` says for each where it stood, and has one element more,
 * which is the length of the text. Gives the number of units that are left.
 *
 * What two texts must have in common for one to be an escaped form of the other is all that counts here: a text that was
 * never escaped may come out changed (backslashes go, `+` becomes a space), and a secret must be read in the same way.
 */
export function unescapeCodes(codes: Uint16Array, starts: Uint32Array, length: number): number {
  let left = length;
  for (const kind of ESCAPES) left = rewrite({ codes: codes.subarray(0, left), starts }, kind);
  return left;
}

/** `text` as `unescapeCodes` leaves it. */
export function unescapeText(text: string): string {
  if (!/[%&\\+\r]/.test(text)) return text;
  const codes = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at += 1) codes[at] = text.charCodeAt(at);
  const length = unescapeCodes(codes, new Uint32Array(text.length + 1), text.length);
  let out = '';
  for (let at = 0; at < length; at += CHUNK)
    out += String.fromCharCode(...codes.subarray(at, Math.min(length, at + CHUNK)));
  return out;
}

/** As many arguments as any call takes. */
const CHUNK = 8192;

/** True for a unit without which no text is changed by `unescapeCodes`. */
export function mayEscape(code: number): boolean {
  return code === PERCENT || code === AMPERSAND || code === BACKSLASH || code === PLUS || code === RETURN;
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

function rewrite({ codes, starts }: { codes: Uint16Array; starts: Uint32Array }, { mark, readToken }: Escape): number {
  const { length } = codes;
  let at = codes.indexOf(mark);
  if (at < 0) return length;
  const end = starts[length] ?? 0;
  const token: Token = { end: 0, meaning: 0 };
  let to = at;
  while (at < length) {
    const start = starts[at] ?? 0;
    const unit = codes[at] ?? 0;
    if (unit !== mark || !readToken(codes, at, token)) {
      codes[to] = unit;
      starts[to] = start;
      to += 1;
      at += 1;
      continue;
    }
    at = token.end;
    if (token.meaning < 0) continue;
    const isPair = token.meaning > 0xffff;
    codes[to] = isPair ? 0xd800 + ((token.meaning - 0x10000) >> 10) : token.meaning;
    starts[to] = start;
    to += 1;
    if (!isPair) continue;
    codes[to] = 0xdc00 + (token.meaning & 0x3ff);
    starts[to] = start;
    to += 1;
  }
  starts[to] = end;
  return to;
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
  const named = NAMES.find(([name]) => isAt(codes, end, name));
  if (named) {
    token.end += named[0].length;
    token.meaning = named[1];
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

const LETTERS: Readonly<Record<number, number>> = { 110: NEWLINE, 114: RETURN, 116: 9, 98: 8, 102: 12 };
const ESCAPED_AS_THEMSELVES: ReadonlySet<number | undefined> = new Set([0x22, 0x27, 0x60, 0x2f]);

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
  token.meaning = LETTERS[next] ?? (ESCAPED_AS_THEMSELVES.has(next) ? next : -1);
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
