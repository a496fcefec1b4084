import type { z } from 'zod';

type HeaderValue = string | number | boolean | null;

/** The client derives these from the request; an author who sets them could smuggle a second request or change the host. */
const CLIENT_HEADERS = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
]);

/** A token of RFC 9110: what a header's name is made of. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** What a value may hold: visible ASCII, blanks, tabs and the upper half of Latin-1. */
const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Reports each header that cannot be sent, by its name; a message never repeats a value, which may be a secret. */
export function checkHeaders(headers: Record<string, HeaderValue>, context: z.RefinementCtx): void {
  const seen = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const fault = findFault(name, value, seen);
    if (fault) context.addIssue({ code: 'custom', path: [name], message: fault });
    seen.set(name.toLowerCase(), name);
  }
}

/** The headers to send: null ones left out, numbers and booleans as text. */
export function toSentHeaders(headers: Readonly<Record<string, HeaderValue>>): Record<string, string> {
  const present = Object.entries(headers).filter(([, value]) => value !== null);
  return Object.fromEntries(present.map(([name, value]) => [name, String(value)]));
}

/** The value of header `name`, whatever its case; undefined when it is not given. */
export function findHeader(headers: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
}

function findFault(name: string, value: HeaderValue, seen: ReadonlyMap<string, string>): string | undefined {
  if (!HEADER_NAME.test(name)) return 'is no name of a header: use letters, digits and hyphens';
  if (CLIENT_HEADERS.has(name.toLowerCase())) return 'is set by the HTTP client itself: remove it';
  const earlier = seen.get(name.toLowerCase());
  if (earlier !== undefined) return `is given twice, also as "${earlier}": keep one of them`;
  if (/[\r\n\0]/.test(String(value))) {
    return 'has a line break or NUL in its value; trim the value (a secret with a line break at its end is the usual cause)';
  }
  if (!HEADER_VALUE.test(String(value)))
    return 'has characters that a header cannot carry; encode the value, e.g. with urlencode';
  return undefined;
}
