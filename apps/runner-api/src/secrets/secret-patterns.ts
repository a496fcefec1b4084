import { type Json, MIN_SECRET_LENGTH, readJsonText } from '@flowmason/pipeline-schema';

/** A service that changes the case of what it echoes is only expected of values that are no everyday words. */
const MIN_RECASED_LENGTH = 12;

/**
 * Sources of regular expressions that find `value` in the forms in which it is met: as it is, URL-, JSON- and
 * HTML-escaped (also partly and twice), in base64 and base64url at any place of a longer text, and in hex; a long one
 * also in capitals or small letters only. Each line of a secret of several lines is looked for too, of a secret that is an
 * address the path and the query, and of one that is JSON (the key file of a service account) the texts inside, because it
 * comes back as values. Longer texts come first.
 */
export function patternsOf(value: string): readonly string[] {
  const texts = [value, ...textsInJson(value)]
    .flatMap((text) => [text, ...linesOf(text), ...partsOfAddress(text)])
    .filter((text) => text.length >= MIN_SECRET_LENGTH);
  const forms = [...new Set(texts)]
    .sort((a, b) => b.length - a.length)
    .flatMap((text) => [spellingsOf(text), ...hostFormsOf(text), ...inBase64(text), hexFormOf(text)]);
  return [...recasedFormsOf(value), ...forms];
}

/** The whole value in capitals and in small letters, where that differs. */
function recasedFormsOf(value: string): readonly string[] {
  if (value.length < MIN_RECASED_LENGTH) return [];
  return [value.toUpperCase(), value.toLowerCase()].filter((recased) => recased !== value).map(spellingsOf);
}

function linesOf(value: string): readonly string[] {
  return value
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== value);
}

/** The texts of a secret that is a JSON object or list; plain addresses in it are public, and often called. */
function textsInJson(value: string): readonly string[] {
  if (!/^\s*[{[]/.test(value)) return [];
  const reading = readJsonText(value);
  if (reading.status !== 'parsed') return [];
  const isSecret = (text: string) => !/^https?:\/\/[^@?]*$/i.test(text);
  return textsOf(reading.value).filter(isSecret);
}

function textsOf(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** Path and query of an address: a rewritten request keeps them behind another host. */
function partsOfAddress(value: string): readonly string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return [];
  const { pathname, search, username, password } = new URL(value);
  const written = value.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  return [written, pathname + search, pathname, search.slice(1), username, password, decodeURIComponentOr(pathname)];
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded UTF-8: there is no other spelling of it
  }
}

/** One pattern for all the ways in which text formats escape the single characters of `text`. */
function spellingsOf(text: string): string {
  return [...text].map(spellingsOfCharacter).join('');
}

const HTML_NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
const JSON_LETTERS: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't', '\b': 'b', '\f': 'f' };

function spellingsOfCharacter(character: string): string {
  if (/[A-Za-z0-9_-]/.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const percent = [...Buffer.from(character)].map((byte) => `%(?:25)?${hexOf(byte, 2)}`).join('');
  const units = [...Array(character.length).keys()].map((index) => character.charCodeAt(index));
  const escaped = units.map((unit) => `\\\\+u${hexOf(unit, 4)}`).join('');
  const html = HTML_NAMES[character];
  const letter = JSON_LETTERS[character];
  return `(?:${[
    escapeRegExp(character),
    percent,
    escaped,
    `&#(?:${code}|[xX]0*${hexOf(code, 0)});`,
    ...(html === undefined ? [] : [`&${html};`]),
    ...(letter === undefined ? [] : [`\\\\+${letter}`]),
    ...(/["'`\\/]/.test(character) ? [`\\\\+${escapeRegExp(character)}`] : []),
    ...(character === ' ' ? ['\\+'] : []),
    ...(character === '\n' ? ['\\r\\n'] : []),
  ].join('|')})`;
}

/** In base64 as it is, inside of JSON, and URL-encoded as OAuth sends the password of a client. */
function inBase64(text: string): readonly string[] {
  return [...new Set([text, JSON.stringify(text).slice(1, -1), toUriComponent(text)])].flatMap(base64FormsOf);
}

/** Half a character has no such form, and stands for itself. */
function toUriComponent(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : text;
}

/**
 * The characters of base64 that `text` alone decides, for each of the three places that it may start at within a
 * group of three bytes; so it is found inside `user:text` and inside longer documents.
 */
function base64FormsOf(text: string): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    const isOpen = bytes.length % 3 !== 0;
    const digits = bytes.toString('base64').replace(/=+$/, '');
    const own = digits.slice([0, 2, 3][offset], isOpen ? -1 : undefined);
    const source = [...own].map((digit) => ({ '+': '[+-]', '/': '[/_]' })[digit] ?? digit).join('');
    return isOpen ? `${source}(?:[A-Za-z0-9+/_-]={0,2})?` : source;
  });
}

/** The host of an address is read in small letters, and error messages repeat it so. */
function hostFormsOf(text: string): readonly string[] {
  const host = text.toLowerCase();
  return host !== text && /^[a-z0-9.-]+$/.test(host) ? [escapeRegExp(host)] : [];
}

function hexFormOf(text: string): string {
  return [...Buffer.from(text)].map((byte) => hexOf(byte, 2)).join('');
}

/** Hex digits in either case. */
function hexOf(value: number, width: number): string {
  const digits = value.toString(16).padStart(width, '0');
  return digits.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
