import { suggest } from '../../text/suggest.ts';
import { lookupPath } from '../lookup.ts';
import { findTest, testNames } from '../tests.ts';
import { isTruthy } from '../values.ts';
import { type Filter, type FilterCall, parameters } from './filter.ts';
import { needList } from './needs.ts';

/** Whether one item meets the test that the arguments name; without a name, whether it is true. */
function tester(name: unknown, argument: unknown, call: FilterCall): (value: unknown) => boolean {
  const { evaluation, span } = call;
  if (name === undefined) return isTruthy;
  const test = typeof name === 'string' ? findTest(name) : undefined;
  if (!test) {
    const suggestions = typeof name === 'string' ? suggest(name, testNames()) : [];
    return evaluation.fail('E_UNKNOWN_TEST', `unknown test ${String(name).slice(0, 64)}`, span, { suggestions });
  }
  if (test.argumentCount !== (argument === undefined ? 0 : 1)) {
    evaluation.fail('E_ARGS', `the test ${String(name)} takes ${test.argumentCount} argument(s)`, span);
  }
  return (value) => test.holds(value, argument, evaluation, span);
}

function choose(wanted: boolean): Filter['apply'] {
  return (value, [name, argument], call) => {
    const holds = tester(name, argument, call);
    return needList(value, call).filter((item) => holds(item) === wanted);
  };
}

function chooseByAttribute(wanted: boolean): Filter['apply'] {
  return (value, [attribute, name, argument], call) => {
    const { evaluation, span } = call;
    const holds = tester(name, argument, call);
    return needList(value, call).filter((item) => holds(lookupPath(evaluation, item, attribute, span)) === wanted);
  };
}

/** Filters that keep the items of a list which meet a test, or those which do not. */
export const CHOOSING_FILTERS = {
  select: {
    parameters: parameters('test?', 'value?'),
    summary: "The items that are true, or meet the test: select('divisibleby', 3).",
    apply: choose(true),
  },
  reject: {
    parameters: parameters('test?', 'value?'),
    summary: 'The items that are not true, or do not meet the test.',
    apply: choose(false),
  },
  selectattr: {
    parameters: parameters('attribute', 'test?', 'value?'),
    summary: "The items whose attribute is true, or meets the test: selectattr('age', '>=', 18).",
    apply: chooseByAttribute(true),
  },
  rejectattr: {
    parameters: parameters('attribute', 'test?', 'value?'),
    summary: 'The items whose attribute is not true, or does not meet the test.',
    apply: chooseByAttribute(false),
  },
} as const satisfies Record<string, Filter>;
