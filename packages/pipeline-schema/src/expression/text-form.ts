import type { Evaluation } from './evaluation.ts';
import type { Span } from './expr-error.ts';
import { jsonText } from './json-text.ts';
import { Missing } from './values.ts';

/**
 * A value as it stands in a text: text as is, numbers in their shortest form, null and a tolerated missing value as
 * nothing, lists and objects as compact JSON.
 * @throws {ExprError} E_UNDEFINED for a missing value in strict mode, E_LIMIT when the JSON is too long or too deep.
 */
export function textForm(evaluation: Evaluation, value: unknown, span: Span): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === null || value === undefined) return '';
  if (value instanceof Missing) {
    evaluation.note(value);
    return '';
  }
  return jsonText(evaluation, value, span);
}

function numberText(value: number): string {
  return value === 0 ? '0' : String(value);
}
