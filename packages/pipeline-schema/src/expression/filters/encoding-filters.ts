import { hasDotSegment } from '../path-text.ts';
import { percentEncode } from '../percent-encode.ts';
import type { Filter, FilterCall } from './filter.ts';
import { needText } from './needs.ts';

const CHUNK = 8_192;

function encodeBase64(value: unknown, _args: readonly unknown[], call: FilterCall): string {
  const text = needText(value, call);
  call.evaluation.checkTextLength(text.length, call.span);
  const bytes = new TextEncoder().encode(text);
  let binary = '';
  for (let start = 0; start < bytes.length; start += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(start, start + CHUNK));
  }
  return btoa(binary);
}

function decodeBase64(value: unknown, _args: readonly unknown[], call: FilterCall): string {
  const text = needText(value, call);
  try {
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    return call.evaluation.fail('E_VALUE', 'the text is not valid base64 of UTF-8', call.span);
  }
}

function path(value: unknown, _args: readonly unknown[], call: FilterCall): string {
  const text = needText(value, call);
  if (hasDotSegment(text)) {
    call.evaluation.fail('E_VALUE', "a path must not have '.' or '..' segments", call.span);
  }
  return text;
}

/** Filters that write a text for another medium, or read it from there. */
export const ENCODING_FILTERS = {
  urlencode: {
    parameters: [],
    summary: 'Percent-encoded, the slash too. Not needed in URL fields, which encode by themselves.',
    apply: (value, _args, call) => percentEncode(needText(value, call)),
  },
  path: {
    parameters: [],
    summary: "In a URL: keeps the slashes of a path. '.' and '..' segments are refused.",
    apply: path,
  },
  b64encode: { parameters: [], summary: 'The UTF-8 of the text as base64.', apply: encodeBase64 },
  b64decode: { parameters: [], summary: 'The text that a base64 text stands for.', apply: decodeBase64 },
} as const satisfies Record<string, Filter>;
