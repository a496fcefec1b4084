import { order } from '../compare.ts';
import { jsonText } from '../json-text.ts';
import { lookupPath } from '../lookup.ts';
import { textForm } from '../text-form.ts';
import { Missing, typeName } from '../values.ts';
import { type Filter, type FilterCall, parameters } from './filter.ts';
import { needList, needNumber, needText } from './needs.ts';

/** The item, or what its `attribute` leads to. */
function attributeOf(item: unknown, attribute: unknown, { evaluation, span }: FilterCall): unknown {
  return attribute === undefined || attribute === null ? item : lookupPath(evaluation, item, attribute, span);
}

/** What an item is ordered or told apart by. Text counts in small letters unless `caseSensitive` is true. */
function keyOf(item: unknown, attribute: unknown, caseSensitive: unknown, call: FilterCall): unknown {
  const key = attributeOf(item, attribute, call);
  return typeof key === 'string' && caseSensitive !== true ? key.toLowerCase() : key;
}

/** Like `order`, with what cannot be ordered at the end. */
function rank(left: unknown, right: unknown, { evaluation, span }: FilterCall): number {
  const difference = order(evaluation, left, right, span);
  return difference ?? Number(isAbsent(left)) - Number(isAbsent(right));
}

function isAbsent(value: unknown): boolean {
  return value === null || value instanceof Missing;
}

function join(value: unknown, [separator, attribute]: readonly unknown[], call: FilterCall): string {
  const { evaluation, span } = call;
  const between = separator === undefined || separator === null ? '' : needText(separator, call);
  let length = 0;
  const texts = needList(value, call).map((item) => {
    const text = textForm(evaluation, attributeOf(item, attribute, call), span);
    length += text.length + between.length;
    evaluation.checkTextLength(length - between.length, span);
    return text;
  });
  return texts.join(between);
}

function sort(value: unknown, [reverse, caseSensitive, attribute]: readonly unknown[], call: FilterCall): unknown[] {
  const items = needList(value, call);
  call.evaluation.burn(items.length * Math.ceil(Math.log2(items.length + 1)), call.span);
  const sign = reverse === true ? -1 : 1;
  return items
    .map((item) => ({ item, key: keyOf(item, attribute, caseSensitive, call) }))
    .sort((a, b) => sign * rank(a.key, b.key, call))
    .map(({ item }) => item);
}

function unique(value: unknown, [caseSensitive, attribute]: readonly unknown[], call: FilterCall): unknown[] {
  const seen = new Set<string>();
  return needList(value, call).filter((item) => {
    const key = jsonText(call.evaluation, keyOf(item, attribute, caseSensitive, call), call.span, { sortKeys: true });
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function extreme(direction: 1 | -1, name: string): Filter['apply'] {
  return (value, [caseSensitive, attribute], call) => {
    const [first, ...others] = needList(value, call);
    if (first === undefined) return new Missing(`the ${name} of an empty list`, call.span);
    let best: { item: unknown; key: unknown } = { item: first, key: keyOf(first, attribute, caseSensitive, call) };
    for (const item of others) {
      const key = keyOf(item, attribute, caseSensitive, call);
      if (rank(key, best.key, call) * direction > 0) best = { item, key };
    }
    return best.item;
  };
}

function sum(value: unknown, [attribute, start]: readonly unknown[], call: FilterCall): number {
  const { evaluation, span } = call;
  const begin = start === undefined || start === null ? 0 : needNumber(start, call);
  const total = needList(value, call).reduce<number>((partial, item) => {
    const number = attributeOf(item, attribute, call);
    if (typeof number === 'number') return partial + number;
    if (number instanceof Missing) evaluation.note(number, ', so it cannot be added');
    else evaluation.fail('E_TYPE', `sum needs numbers, not ${typeName(number)}`, span);
    return partial;
  }, 0);
  return total + begin;
}

function end(which: 0 | -1, name: string): Filter['apply'] {
  return (value, _args, call) => {
    const items = needList(value, call);
    return items.length > 0 ? items.at(which) : new Missing(`the ${name} item of an empty list`, call.span);
  };
}

function reverse(value: unknown, _args: readonly unknown[], call: FilterCall): unknown {
  const reversed = needList(value, call).toReversed();
  return typeof value === 'string' ? reversed.join('') : reversed;
}

/** Filters whose input is a list; a text counts as its characters, an object as its keys. */
export const LIST_FILTERS = {
  join: {
    parameters: parameters('sep?', 'attribute?'),
    summary: 'The items (or their `attribute`) as one text with `sep` between.',
    apply: join,
  },
  first: { parameters: [], summary: 'The first item; missing when there is none.', apply: end(0, 'first') },
  last: { parameters: [], summary: 'The last item; missing when there is none.', apply: end(-1, 'last') },
  list: {
    parameters: [],
    summary: 'A list of the items, characters or keys.',
    apply: (value, _args, call) => [...needList(value, call)],
  },
  reverse: { parameters: [], summary: 'From the last item or character to the first.', apply: reverse },
  sort: {
    parameters: parameters('reverse?', 'case_sensitive?', 'attribute?'),
    summary: 'In ascending order, by `attribute` if given; all numbers or all text.',
    apply: sort,
  },
  unique: {
    parameters: parameters('case_sensitive?', 'attribute?'),
    summary: 'Without items that equal an earlier one.',
    apply: unique,
  },
  min: {
    parameters: parameters('case_sensitive?', 'attribute?'),
    summary: 'The smallest item; missing when there is none.',
    apply: extreme(-1, 'smallest'),
  },
  max: {
    parameters: parameters('case_sensitive?', 'attribute?'),
    summary: 'The largest item; missing when there is none.',
    apply: extreme(1, 'largest'),
  },
  sum: {
    parameters: parameters('attribute?', 'start?'),
    summary: 'The numbers added up, beginning with `start` (0).',
    apply: sum,
  },
} as const satisfies Record<string, Filter>;
