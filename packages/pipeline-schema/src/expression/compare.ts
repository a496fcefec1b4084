import type { Evaluation } from './evaluation.ts';
import type { Span } from './expr-error.ts';
import { LIMITS } from './limits.ts';
import { isDataObject, isList, Missing, typeName } from './values.ts';

/** Structural equality without conversion; missing equals null. @throws {ExprError} E_LIMIT on data nested too deep. */
export function isEqual(evaluation: Evaluation, left: unknown, right: unknown, span: Span, depth = 0): boolean {
  const a = left === undefined || left instanceof Missing ? null : left;
  const b = right === undefined || right instanceof Missing ? null : right;
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  evaluation.burn(1, span);
  if (depth >= LIMITS.dataNesting) {
    evaluation.fail('E_LIMIT', `the data is nested deeper than ${LIMITS.dataNesting}`, span);
  }
  if (isList(a)) {
    if (!isList(b) || a.length !== b.length) return false;
    return a.every((item, index) => isEqual(evaluation, item, b[index], span, depth + 1));
  }
  if (!isDataObject(a) || !isDataObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && isEqual(evaluation, a[key], b[key], span, depth + 1));
}

/**
 * Negative, zero or positive as `left` stands before, with or behind `right`: numbers by size, texts by code point.
 * Undefined, with a warning, when a side is missing or null and the mode tolerates that.
 * @throws {ExprError} E_TYPE for anything else, E_UNDEFINED for a missing side in strict mode.
 */
export function order(evaluation: Evaluation, left: unknown, right: unknown, span: Span): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left === 'string' && typeof right === 'string') return compareCodePoints(left, right);
  for (const side of [left, right]) {
    if (side instanceof Missing) {
      evaluation.note(side, ', so it cannot be ordered');
      return undefined;
    }
  }
  if ((left === null || right === null) && evaluation.mode !== 'strict') {
    evaluation.warn('E_TYPE', 'null cannot be ordered', span);
    return undefined;
  }
  return evaluation.fail('E_TYPE', `cannot order ${typeName(left)} and ${typeName(right)}`, span, {
    hint: 'both sides must be numbers, or both text',
  });
}

/** Whether `needle` is an item of a list, a part of a text or a key of an object. */
export function contains(evaluation: Evaluation, needle: unknown, haystack: unknown, span: Span): boolean {
  if (haystack instanceof Missing) {
    evaluation.note(haystack);
    return false;
  }
  if (isList(haystack)) {
    evaluation.burn(haystack.length, span);
    return haystack.some((item) => isEqual(evaluation, needle, item, span));
  }
  if (needle instanceof Missing) {
    evaluation.note(needle);
    return false;
  }
  if (typeof haystack === 'string') {
    if (typeof needle !== 'string') {
      evaluation.fail('E_TYPE', `only text can be in text, not ${typeName(needle)}`, span);
    }
    evaluation.burn(haystack.length >> 4, span);
    return haystack.includes(needle);
  }
  if (isDataObject(haystack)) {
    return (typeof needle === 'string' || typeof needle === 'number') && Object.hasOwn(haystack, String(needle));
  }
  return evaluation.fail('E_TYPE', `'in' needs a list, text or object at its right, not ${typeName(haystack)}`, span);
}

/** UTF-16 order, but with the characters outside the basic plane behind all others, as their numbers say. */
function compareCodePoints(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a === b) continue;
    const isHighA = isSurrogate(a);
    return isHighA === isSurrogate(b) ? a - b : isHighA ? 1 : -1;
  }
  return left.length - right.length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xe000;
}
