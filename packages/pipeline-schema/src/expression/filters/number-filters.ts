import { roundHalfEven } from '../rounding.ts';
import { type Filter, type FilterCall, parameters } from './filter.ts';
import { needNumber, wholeArgument } from './needs.ts';

const MAX_PRECISION = 15;

function round(value: unknown, [precision, method]: readonly unknown[], call: FilterCall): number {
  const { evaluation, span } = call;
  const number = needNumber(value, call);
  const digits = wholeArgument(precision, 'precision', 0, call);
  if (Math.abs(digits) > MAX_PRECISION) {
    evaluation.fail('E_ARGS', `precision must lie between -${MAX_PRECISION} and ${MAX_PRECISION}`, span);
  }
  const unit = 10 ** digits;
  switch (method ?? 'common') {
    case 'common':
      return roundHalfEven(number, digits);
    case 'ceil':
      return Math.ceil(number * unit) / unit;
    case 'floor':
      return Math.floor(number * unit) / unit;
    default:
      return evaluation.fail('E_ARGS', "method must be 'common', 'ceil' or 'floor'", span);
  }
}

/** Filters whose input is a number. */
export const NUMBER_FILTERS = {
  abs: {
    parameters: [],
    summary: 'The number without its sign.',
    apply: (value, _args, call) => Math.abs(needNumber(value, call)),
  },
  round: {
    parameters: parameters('precision?', 'method?'),
    summary: "Rounds to `precision` decimals, halves to even; `method` may be 'ceil' or 'floor'.",
    apply: round,
  },
  isoformat: {
    parameters: [],
    summary: 'Seconds since 1970 as ISO text: 2026-11-22T08:00:00Z.',
    apply: (value, _args, call) => {
      const time = new Date(needNumber(value, call) * 1000);
      if (Number.isNaN(time.getTime())) call.evaluation.fail('E_VALUE', 'the time is out of range', call.span);
      return time.toISOString().replace('.000Z', 'Z');
    },
  },
} as const satisfies Record<string, Filter>;
