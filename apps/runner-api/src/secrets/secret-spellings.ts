import { type Json, MIN_SECRET_LENGTH, readJsonText } from '@flowmason/pipeline-schema';
import { unescapeText } from './unescape-text.ts';

/** A service that changes the case of what it echoes is only expected of values that are no everyday words. */
const MIN_RECASED_LENGTH = 12;

/** A text to look for. */
export interface WrittenSecret {
  readonly text: string;
  /** What follows may still belong to it: the last digits of base64, which depend on the next character. */
  readonly isOpen: boolean;
}

/** The common escapes of a text so short are looked for as they are, so that what stands before it cannot change their meaning. */
const MAX_ESCAPED_LENGTH = 256;

/**
 * Texts by which `value` is found in a text as it is written and in what that escapes (`unescapeText`): the value, in
 * base64 and base64url at any place of a longer text, and in hex; a long one also in capitals or small letters only. Each
 * line of a secret of several lines is looked for too, of a secret that is an address the path and the query, and of one that is
 * JSON (the key file of a service account) the texts inside, because it comes back as values. All of them together are as long as
 * a small multiple of the value.
 */
export function spellingsOf(value: string): readonly WrittenSecret[] {
  const texts = textsOfSecret(value);
  const closed = [...new Set([...texts, ...recasedFormsOf(value)])].flatMap((text) => [text, ...escapedFormsOf(text)]);
  const encoded = [...new Set(texts)].flatMap((text) => [...hostFormsOf(text), ...hexFormsOf(text)]);
  const open = [...new Set(texts)].flatMap(inBase64);
  return [...unique([...closed, ...encoded], false), ...open];
}

/** The texts that `value` is looked for by, each in about twenty spellings: itself, its lines and its parts. */
export function textsOfSecret(value: string): readonly string[] {
  return [value, ...textsInJson(value)]
    .flatMap((text) => [text, ...linesOf(text), ...partsOfAddress(text)])
    .filter((text) => text.length >= MIN_SECRET_LENGTH);
}

/** The whole value in capitals and in small letters, where that differs. */
function recasedFormsOf(value: string): readonly string[] {
  if (value.length < MIN_RECASED_LENGTH) return [];
  return [value.toUpperCase(), value.toLowerCase()].filter((recased) => recased !== value);
}

/** Each text once, and what it reads as when its escapes are undone. */
function unique(texts: readonly string[], isOpen: boolean): readonly WrittenSecret[] {
  const all = new Set(texts.flatMap((text) => [text, unescapeText(text)]));
  return [...all].filter((text) => text.length >= MIN_SECRET_LENGTH).map((text) => ({ text, isOpen }));
}

/** The usual escapes, where undoing them is not enough: of a text of which nothing would be left, and of a short one. */
function escapedFormsOf(text: string): readonly string[] {
  if (/^[A-Za-z0-9_-]*$/.test(text)) return [];
  if (text.length > MAX_ESCAPED_LENGTH && unescapeText(text).length >= MIN_SECRET_LENGTH) return [];
  const json = toJsonInside(text);
  const uri = toUriComponent(text);
  const form = uri.replaceAll('%20', '+');
  return [
    json,
    toJsonForPages(json),
    toJsonInside(json),
    uri,
    toUriComponent(uri),
    form,
    ...[uri, form].map(withSmallDigits),
    toHtml(text),
  ];
}

function toJsonInside(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As encoders write that have web pages in mind. */
function toJsonForPages(json: string): string {
  return json.replace(/[&<>]/g, (mark) => `\\u00${mark.charCodeAt(0).toString(16)}`);
}

function withSmallDigits(text: string): string {
  return text.replace(/%[0-9A-F]{2}/g, (triple) => triple.toLowerCase());
}

function toHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
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
  return textsInside(reading.value).filter(isSecret);
}

function textsInside(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsInside) : [];
}

/** Path and query of an address: a rewritten request keeps them behind another host. */
function partsOfAddress(value: string): readonly string[] {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value)) return [];
  const url = new URL(value);
  const { pathname, search, username, password } = url;
  const written = value.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '');
  const parts = [written, pathname + search, pathname, search.slice(1), username, password];
  return [...parts, decodeURIComponentOr(pathname)].filter((part) => part !== pathname || !isPublicName(url));
}

/**
 * True for a path that is one plain word, such as the name of a database, where something else is the secret: whoever may
 * do something is named before the host, or the protocol is not one of the web.
 */
function isPublicName({ protocol, pathname, username, password }: URL): boolean {
  const isWebhook = /^(?:http|ws)s?:$/.test(protocol) && username === '' && password === '';
  return !isWebhook && /^\/[a-z]{1,15}(?:[_-][a-z]{1,15})*[_-]?\d{0,4}\/?$/.test(pathname);
}

function decodeURIComponentOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // not percent-encoded UTF-8: there is no other spelling of it
  }
}

/** In base64 as it is, inside of JSON, and URL-encoded as OAuth sends the password of a client. */
function inBase64(text: string): readonly WrittenSecret[] {
  const contents = new Set([text, toJsonInside(text), toUriComponent(text)]);
  return [...contents].flatMap((content) => [0, 1, 2].flatMap((offset) => base64FormsOf(content, offset)));
}

/** Half a character has no such form, and stands for itself. */
function toUriComponent(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : text;
}

/**
 * The characters of base64 that `text` alone decides when it starts at one of the three places within a group of three
 * bytes; so it is found inside `user:text` and inside longer documents.
 */
function base64FormsOf(text: string, offset: number): readonly WrittenSecret[] {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
  const isOpen = bytes.length % 3 !== 0;
  const digits = bytes.toString('base64').replace(/=+$/, '');
  const own = digits.slice([0, 2, 3][offset], isOpen ? -1 : undefined);
  return unique([own, own.replaceAll('+', '-').replaceAll('/', '_')], isOpen);
}

/** The host of an address is read in small letters, and error messages repeat it so. */
function hostFormsOf(text: string): readonly string[] {
  const host = text.toLowerCase();
  return host !== text && /^[a-z0-9.-]+$/.test(host) ? [host] : [];
}

function hexFormsOf(text: string): readonly string[] {
  const digits = Buffer.from(text).toString('hex');
  return [digits, digits.toUpperCase()];
}
