import type { Evaluation } from './evaluation.ts';
import type { Span } from './expr-error.ts';
import { CONVERSION_FILTERS } from './filters/conversion-filters.ts';
import type { Filter, FilterCall } from './filters/filter.ts';
import { LIST_FILTERS } from './filters/list-filters.ts';
import { needList } from './filters/needs.ts';
import { NUMBER_FILTERS } from './filters/number-filters.ts';
import { OBJECT_FILTERS } from './filters/object-filters.ts';
import { isTruthy } from './values.ts';

/** A function: `name(arguments)`, without named arguments. Missing arguments are treated as a filter's are. */
export type ExpressionFunction = {
  readonly minArguments: number;
  readonly maxArguments: number;
  /** What completion shows in the brackets. */
  readonly signature: string;
  readonly summary: string;
  readonly acceptsMissing?: boolean;
  readonly call: (args: readonly unknown[], evaluation: Evaluation, span: Span) => unknown;
};

/** The function called `name`; own properties only. */
export function findFunction(name: string): ExpressionFunction | undefined {
  return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
}

/** The names that can be called. */
export function functionNames(): readonly string[] {
  return Object.keys(FUNCTIONS);
}

/** A filter as a function of its input; further arguments go to the filter's parameters in order. */
function asFunction(filter: Filter, signature: string, maxArguments = 1): ExpressionFunction {
  return {
    minArguments: 1,
    maxArguments,
    signature,
    summary: filter.summary,
    acceptsMissing: filter.acceptsMissing ?? false,
    call: ([value, ...args], evaluation, span) => filter.apply(value, args, { evaluation, span }),
  };
}

/** `min` and `max`: of one list, or of the arguments. */
function ofAll(filter: Filter): ExpressionFunction {
  return {
    minArguments: 1,
    maxArguments: Number.POSITIVE_INFINITY,
    signature: 'a, b, …',
    summary: filter.summary,
    call: (args, evaluation, span) => filter.apply(args.length === 1 ? args[0] : args, [], { evaluation, span }),
  };
}

function clock(summary: string, read: (nowMs: number) => unknown): ExpressionFunction {
  return { minArguments: 0, maxArguments: 0, signature: '', summary, call: (_args, { nowMs }) => read(nowMs) };
}

function quantifier(summary: string, decide: (items: readonly unknown[]) => boolean): ExpressionFunction {
  const call = ([value]: readonly unknown[], evaluation: Evaluation, span: Span): boolean => {
    const filterCall: FilterCall = { evaluation, span };
    return decide(needList(value, filterCall));
  };
  return { minArguments: 1, maxArguments: 1, signature: 'list', summary, call };
}

const sorted: ExpressionFunction = {
  minArguments: 1,
  maxArguments: 1,
  signature: 'list',
  summary: 'The list in ascending order, capitals before small letters.',
  call: ([value], evaluation, span) => LIST_FILTERS.sort.apply(value, [false, true], { evaluation, span }),
};

const FUNCTIONS: Readonly<Record<string, ExpressionFunction>> = {
  now: clock('Whole seconds since 1970, the same throughout an attempt.', (nowMs) => Math.floor(nowMs / 1000)),
  now_ms: clock('Milliseconds since 1970, the same throughout an attempt.', (nowMs) => nowMs),
  now_iso: clock('The time as ISO text, the same throughout an attempt.', (nowMs) => new Date(nowMs).toISOString()),
  len: asFunction(OBJECT_FILTERS.length, 'value'),
  int: asFunction(CONVERSION_FILTERS.int, 'value, default', 2),
  float: asFunction(CONVERSION_FILTERS.float, 'value, default', 2),
  str: asFunction(CONVERSION_FILTERS.string, 'value'),
  bool: asFunction(CONVERSION_FILTERS.bool, 'value'),
  min: ofAll(LIST_FILTERS.min),
  max: ofAll(LIST_FILTERS.max),
  sum: asFunction(LIST_FILTERS.sum, 'list'),
  abs: asFunction(NUMBER_FILTERS.abs, 'number'),
  round: asFunction(NUMBER_FILTERS.round, 'number, precision, method', 3),
  sorted,
  keys: asFunction(OBJECT_FILTERS.keys, 'object'),
  values: asFunction(OBJECT_FILTERS.values, 'object'),
  all: quantifier('Whether every item is true.', (items) => items.every(isTruthy)),
  any: quantifier('Whether at least one item is true.', (items) => items.some(isTruthy)),
};
