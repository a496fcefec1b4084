import { arithmetic } from './arithmetic.ts';
import { contains, isEqual, order } from './compare.ts';
import type { Evaluation } from './evaluation.ts';
import type { Span } from './expr-error.ts';
import { isDataObject, isList, Missing } from './values.ts';

/** A test behind `is`. It sees missing values, and takes exactly `argumentCount` arguments. */
export type Test = {
  readonly argumentCount: 0 | 1;
  /** One line for completion and documentation. */
  readonly summary: string;
  readonly holds: (value: unknown, argument: unknown, evaluation: Evaluation, span: Span) => boolean;
};

/** The test called `name`; own properties only. */
export function findTest(name: string): Test | undefined {
  return Object.hasOwn(TESTS, name) ? TESTS[name] : undefined;
}

/** The names that `is` takes. */
export function testNames(): readonly string[] {
  return Object.keys(TESTS);
}

/** The tests that have no name of their own, only spellings for `selectattr('a', '>=', 3)`. */
const OPERATOR_ALIASES = {
  equalto: 'eq',
  '==': 'eq',
  '!=': 'ne',
  '<': 'lt',
  lessthan: 'lt',
  '<=': 'le',
  '>': 'gt',
  greaterthan: 'gt',
  '>=': 'ge',
} as const;

function check(summary: string, holds: (value: unknown) => boolean): Test {
  return { argumentCount: 0, summary, holds };
}

function ordered(summary: string, accepts: (difference: number) => boolean): Test {
  return {
    argumentCount: 1,
    summary,
    holds: (value, argument, evaluation, span) => {
      const difference = order(evaluation, value, argument, span);
      return difference !== undefined && accepts(difference);
    },
  };
}

function remainderIs(divisor: number, remainder: number, summary: string): Test {
  return {
    argumentCount: 0,
    summary,
    holds: (value, _argument, evaluation, span) => arithmetic(evaluation, '%', value, divisor, span) === remainder,
  };
}

const isNull = check('Is null.', (value) => value === null);
const isSequence = check(
  'Is a list, text or object.',
  (value) => isList(value) || typeof value === 'string' || isDataObject(value),
);

const NAMED_TESTS = {
  defined: check('Is not missing.', (value) => !(value instanceof Missing)),
  undefined: check('Is missing.', (value) => value instanceof Missing),
  none: isNull,
  null: isNull,
  boolean: check('Is true or false.', (value) => typeof value === 'boolean'),
  true: check('Is true itself.', (value) => value === true),
  false: check('Is false itself.', (value) => value === false),
  number: check('Is a number.', (value) => typeof value === 'number'),
  integer: check('Is a whole number.', (value) => Number.isInteger(value)),
  float: check('Is a number that is not whole.', (value) => typeof value === 'number' && !Number.isInteger(value)),
  string: check('Is text.', (value) => typeof value === 'string'),
  mapping: check('Is an object.', isDataObject),
  sequence: isSequence,
  iterable: isSequence,
  list: check('Is a list.', isList),
  even: remainderIs(2, 0, 'Is even.'),
  odd: remainderIs(2, 1, 'Is odd.'),
  divisibleby: {
    argumentCount: 1,
    summary: 'Can be divided by the number without remainder.',
    holds: (value, argument, evaluation, span) => arithmetic(evaluation, '%', value, argument, span) === 0,
  },
  in: {
    argumentCount: 1,
    summary: 'Is an item of the list, a part of the text or a key of the object.',
    holds: (value, argument, evaluation, span) => contains(evaluation, value, argument, span),
  },
  eq: {
    argumentCount: 1,
    summary: 'Equals, without conversion.',
    holds: (value, argument, evaluation, span) => isEqual(evaluation, value, argument, span),
  },
  ne: {
    argumentCount: 1,
    summary: 'Does not equal.',
    holds: (value, argument, evaluation, span) => !isEqual(evaluation, value, argument, span),
  },
  lt: ordered('Is less.', (difference) => difference < 0),
  le: ordered('Is less or equal.', (difference) => difference <= 0),
  gt: ordered('Is greater.', (difference) => difference > 0),
  ge: ordered('Is greater or equal.', (difference) => difference >= 0),
  lower: check('Is text in small letters.', (value) => isInCase(value, (text) => text.toLowerCase())),
  upper: check('Is text in capitals.', (value) => isInCase(value, (text) => text.toUpperCase())),
} as const satisfies Record<string, Test>;

const TESTS: Readonly<Record<string, Test>> = {
  ...NAMED_TESTS,
  ...Object.fromEntries(Object.entries(OPERATOR_ALIASES).map(([alias, name]) => [alias, NAMED_TESTS[name]])),
};

function isInCase(value: unknown, convert: (text: string) => string): boolean {
  return typeof value === 'string' && value === convert(value) && value.toLowerCase() !== value.toUpperCase();
}
