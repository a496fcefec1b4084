import type { Evaluation } from './evaluation.ts';
import type { Span } from './expr-error.ts';
import { Missing, typeName } from './values.ts';

/**
 * What a condition decided: a boolean as it is, or text that reads true or false in any case. Nothing else selects
 * an action. `isJoined` says that the text was put together from several parts.
 * @throws {ExprError} E_UNDEFINED when missing, E_TYPE for anything else.
 */
export function conditionValue(evaluation: Evaluation, value: unknown, span: Span, isJoined = false): boolean {
  if (typeof value === 'boolean') return value;
  if (value instanceof Missing) throw evaluation.missing(value, ', so it cannot decide');
  if (typeof value === 'string') {
    const word = value.length <= MAX_WORD ? value.trim().toLowerCase() : '';
    if (word === 'true' || word === 'false') return word === 'true';
    return evaluation.fail('E_TYPE', `a condition must be true or false, not ${textName(value)}`, span, {
      hint: isJoined ? 'write the whole condition as one {{ expression }}' : "compare it: value == 'yes'",
    });
  }
  return evaluation.fail('E_TYPE', `a condition must be true or false, not ${typeName(value)}`, span, {
    hint: HINTS[typeName(value)],
  });
}

/** Blanks around the word are tolerated, within reason. */
const MAX_WORD = 64;

const HINTS: Readonly<Record<string, string>> = {
  number: 'compare it: value > 0',
  list: 'ask for items: value | length > 0',
  object: 'ask for keys: value | length > 0',
  null: 'compare it: value == null',
};

function textName(text: string): string {
  return text === '' ? 'empty text' : 'other text';
}
