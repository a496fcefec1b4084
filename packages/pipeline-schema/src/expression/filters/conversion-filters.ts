import { jsonText } from '../json-text.ts';
import { textForm } from '../text-form.ts';
import { isTruthy, Missing } from '../values.ts';
import { type Filter, parameters } from './filter.ts';
import { needText, wholeArgument } from './needs.ts';
import { parseJson } from './parse-json.ts';

const WHOLE_TEXT = /^\s*[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d{1,3})?\s*$/;
const NUMBER_TEXT = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?\s*$/;
/** Longer texts are not numbers, and are not searched for one. */
const MAX_NUMBER_TEXT = 400;
const MAX_INDENT = 8;
const NO_NUMBER = ', so there is no number';

function toNumber(value: unknown, pattern: RegExp): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string' || value.length >= MAX_NUMBER_TEXT || !pattern.test(value)) return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const fallback: Filter = {
  parameters: [...parameters('default_value?', 'boolean?'), { name: 'value', named: true }],
  summary: 'The value, or `default_value` when it is missing or null; with `boolean` also when it is false.',
  acceptsMissing: true,
  apply: (value, [positional, boolean, named = '']) => {
    const replacement = positional === undefined ? named : positional;
    const isAbsent = value === null || value === undefined || value instanceof Missing;
    return isAbsent || (boolean === true && !isTruthy(value)) ? replacement : value;
  },
};

/** Filters that turn a value into one of another type. */
export const CONVERSION_FILTERS = {
  default: fallback,
  d: fallback,
  tojson: {
    parameters: parameters('indent?'),
    summary: 'The value as JSON text, keys in their own order.',
    apply: (value, [indent], call) => {
      const width = Math.min(MAX_INDENT, Math.max(0, wholeArgument(indent, 'indent', 0, call)));
      return jsonText(call.evaluation, value, call.span, { indent: width || undefined });
    },
  },
  fromjson: {
    parameters: [],
    summary: 'The value that a JSON text stands for.',
    apply: (value, _args, call) => parseJson(needText(value, call), call),
  },
  int: {
    parameters: parameters('default?'),
    summary: 'The value as a whole number, cut towards zero; `default` (0) when it is none.',
    acceptsMissing: true,
    apply: (value, [replacement], call) => {
      if (value instanceof Missing) return replacement ?? call.evaluation.note(value, NO_NUMBER);
      const number = toNumber(value, WHOLE_TEXT);
      return number === undefined ? (replacement ?? 0) : Math.trunc(number);
    },
  },
  float: {
    parameters: parameters('default?'),
    summary: 'The value as a number; `default` (0) when it is none.',
    acceptsMissing: true,
    apply: (value, [replacement], call) => {
      if (value instanceof Missing) return replacement ?? call.evaluation.note(value, NO_NUMBER);
      return toNumber(value, NUMBER_TEXT) ?? replacement ?? 0;
    },
  },
  string: {
    parameters: [],
    summary: 'The value as it would stand in a text.',
    apply: (value, _args, { evaluation, span }) => textForm(evaluation, value, span),
  },
  bool: {
    parameters: [],
    summary: 'False for false, 0, empty, null and missing; true for everything else.',
    acceptsMissing: true,
    apply: (value) => isTruthy(value),
  },
} as const satisfies Record<string, Filter>;
