import { textForm } from '../text-form.ts';
import { isDataObject, isList, typeName } from '../values.ts';
import type { FilterCall } from './filter.ts';

/** `value` as text; numbers and booleans in their text form. @throws {ExprError} E_TYPE for anything else. */
export function needText(value: unknown, { evaluation, span }: FilterCall): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return textForm(evaluation, value, span);
  return evaluation.fail('E_TYPE', `text is needed here, not ${typeName(value)}`, span);
}

/** `value` as a list; a text gives its characters, an object its keys. @throws {ExprError} E_TYPE for anything else. */
export function needList(value: unknown, { evaluation, span }: FilterCall): readonly unknown[] {
  if (isList(value)) {
    evaluation.burn(value.length, span);
    return value;
  }
  if (typeof value === 'string') {
    evaluation.burn(value.length >> 4, span);
    return Array.from(value);
  }
  if (isDataObject(value)) return Object.keys(value);
  return evaluation.fail('E_TYPE', `a list is needed here, not ${typeName(value)}`, span);
}

/** `value` as a number. @throws {ExprError} E_TYPE for anything else. */
export function needNumber(value: unknown, { evaluation, span }: FilterCall): number {
  if (typeof value === 'number') return value;
  const hint = typeof value === 'string' ? 'use | float or | int first' : undefined;
  return evaluation.fail('E_TYPE', `a number is needed here, not ${typeName(value)}`, span, { hint });
}

/** The whole number given as argument `name`, `fallback` when absent or null. @throws {ExprError} E_ARGS otherwise. */
export function wholeArgument(
  value: unknown,
  name: string,
  fallback: number,
  { evaluation, span }: FilterCall,
): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= MAX_WHOLE) return value;
  return evaluation.fail('E_ARGS', `${name} must be a whole number of at most ${MAX_WHOLE}`, span);
}

const MAX_WHOLE = 1_000_000;
