import { LIMITS } from '../limits.ts';
import type { FilterCall } from './filter.ts';

/**
 * Reads JSON text that came from data.
 * @throws {ExprError} E_VALUE when it is not JSON or has a number that is out of range, E_FORBIDDEN for the key
 * `__proto__`, E_LIMIT when it is nested too deep or has too much in it.
 */
export function parseJson(text: string, call: FilterCall): unknown {
  const { evaluation, span } = call;
  evaluation.burn(text.length >> 4, span);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return evaluation.fail('E_VALUE', 'the text is not valid JSON', span);
  }
  check(value, 0, call);
  return value;
}

function check(value: unknown, depth: number, call: FilterCall): void {
  const { evaluation, span } = call;
  evaluation.burn(1, span);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    evaluation.fail('E_VALUE', 'the JSON holds a number that is out of range', span);
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= LIMITS.dataNesting) {
    evaluation.fail('E_LIMIT', `the JSON is nested deeper than ${LIMITS.dataNesting}`, span);
  }
  if (Object.hasOwn(value, '__proto__')) evaluation.fail('E_FORBIDDEN', 'the key __proto__ is not allowed', span);
  for (const item of Object.values(value)) check(item, depth + 1, call);
}
