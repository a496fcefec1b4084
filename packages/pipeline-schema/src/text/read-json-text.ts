import type { Json } from '../json.ts';
import { findTooDeep, MAX_JSON_DEPTH } from './json-limits.ts';

/** What became of a text that claims to be JSON. `rewritten` names how many numbers were kept as text. */
export type JsonReading =
  | { readonly status: 'parsed'; readonly value: Json; readonly rewrittenCount: number }
  | { readonly status: 'refused'; readonly kind: 'syntax' | 'depth' | 'key'; readonly reason: string };

/**
 * Reads JSON from outside. Refuses what is nested too deep (the depth is looked at before anything is parsed) and the
 * key `__proto__`. A number that JavaScript cannot hold exactly, such as an id above 2^53 or 1e400, stays text, as it
 * was written.
 */
export function readJsonText(text: string): JsonReading {
  const trimmed = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (findTooDeep(trimmed) !== undefined) {
    return { status: 'refused', kind: 'depth', reason: `is nested deeper than ${MAX_JSON_DEPTH} levels` };
  }
  let rewrittenCount = 0;
  let hasProtoKey = false;
  const revive = (key: string, value: unknown, context?: { readonly source?: string }): unknown => {
    if (key === '__proto__') hasProtoKey = true;
    if (typeof value !== 'number' || context?.source === undefined || isExactNumber(value, context.source))
      return value;
    rewrittenCount += 1;
    return context.source;
  };
  try {
    // Only a text that may hold such a key or number pays for being walked.
    const needsWalk = trimmed.includes('proto') || trimmed.includes('\\u') || /\d{16}|\d[eE]/.test(trimmed);
    const value = JSON.parse(trimmed, needsWalk ? revive : undefined) as Json; // JSON.parse gives nothing but JSON
    if (hasProtoKey) return { status: 'refused', kind: 'key', reason: 'has the key "__proto__"' };
    return { status: 'parsed', value, rewrittenCount };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { status: 'refused', kind: 'syntax', reason: 'is no JSON' };
  }
}

/**
 * Whether `value`, read from `source`, is the number that stands there: no infinity, no integer that was rounded, and no
 * zero that was something.
 */
export function isExactNumber(value: number, source: string): boolean {
  if (!Number.isFinite(value) || (value === 0 && /^-?[0.]*[1-9]/.test(source))) return false;
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(source);
}
