import type { Evaluation } from './evaluation.ts';
import type { Span } from './expr-error.ts';
import { charactersOf, isList, Missing, typeName } from './values.ts';

/** The three numbers of a slice as they came out; null or undefined where none was given. */
export type SliceBounds = { readonly from: unknown; readonly to: unknown; readonly step: unknown };

/**
 * Part of a list or text, as Python slices: bounds may be negative or outside.
 * @throws {ExprError} E_TYPE on other values or bounds, E_ARGS for step 0.
 */
export function slice(evaluation: Evaluation, value: unknown, bounds: SliceBounds, span: Span): unknown {
  if (value instanceof Missing) return evaluation.note(value, ', so it cannot be sliced');
  const from = wholeNumber(evaluation, bounds.from, span);
  const to = wholeNumber(evaluation, bounds.to, span);
  const step = wholeNumber(evaluation, bounds.step, span) ?? 1;
  if (step === 0) evaluation.fail('E_ARGS', 'the step of a slice must not be 0', span);
  if (typeof value === 'string') {
    const characters = charactersOf(value);
    if (!characters && step === 1) {
      return evaluation.measure(value.slice(from ?? 0, to ?? value.length), span);
    }
    return evaluation.measure(pick(characters ?? Array.from(value), from, to, step).join(''), span);
  }
  if (isList(value)) return evaluation.measure(pick(value, from, to, step), span);
  return evaluation.fail('E_TYPE', `cannot slice ${typeName(value)}`, span, { hint: 'slice a list or a text' });
}

function wholeNumber(evaluation: Evaluation, bound: unknown, span: Span): number | undefined {
  if (bound === null || bound === undefined) return undefined;
  if (typeof bound === 'number' && Number.isInteger(bound)) return bound;
  return evaluation.fail('E_TYPE', `the bounds of a slice must be whole numbers, not ${typeName(bound)}`, span);
}

function pick<T>(items: readonly T[], from: number | undefined, to: number | undefined, step: number): T[] {
  const { length } = items;
  const clamp = (bound: number, low: number, high: number): number =>
    Math.min(high, Math.max(low, bound < 0 ? bound + length : bound));
  if (step > 0) {
    const end = clamp(to ?? length, 0, length);
    return every(items, clamp(from ?? 0, 0, length), step, (index) => index < end);
  }
  const start = from === undefined ? length - 1 : clamp(from, -1, length - 1);
  const end = to === undefined ? -1 : clamp(to, -1, length - 1);
  return every(items, start, step, (index) => index > end);
}

function every<T>(items: readonly T[], start: number, step: number, goesOn: (index: number) => boolean): T[] {
  const picked: T[] = [];
  for (let index = start; goesOn(index); index += step) picked.push(...items.slice(index, index + 1));
  return picked;
}
