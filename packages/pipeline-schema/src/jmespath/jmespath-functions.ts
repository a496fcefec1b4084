import type { Json } from '../json.ts';
import { failCall, isList, JmespathArguments, type JmespathCall, typeOf } from './jmespath-arguments.ts';
import { isEqual, type Value } from './jmespath-value.ts';

/**
 * What the function `name` gives for `args`.
 * @throws {JmespathError} `unknown-function`, `invalid-arity`, `invalid-type`, `invalid-value` when
 * the result is not a finite number, `limit`.
 */
export function callFunction(call: JmespathCall, args: readonly Value[]): Json {
  const definition = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  if (!definition) return failCall(call, 'unknown-function', `there is no function ${call.name.slice(0, 64)}()`);
  const { least, most } = definition;
  if (args.length < least || args.length > most) {
    const expected = most === least ? `${least}` : `${least} or more`;
    failCall(call, 'invalid-arity', `${call.name}() takes ${expected} argument(s), not ${args.length}`);
  }
  for (const value of args) call.budget.spend(sizeOf(value), call.at);
  const result = definition.apply(new JmespathArguments(call, args));
  if (typeof result !== 'number' || Number.isFinite(result)) return result;
  return failCall(call, 'invalid-value', `${call.name}() gives a number that is out of range`);
}

type Definition = { readonly least: number; readonly most: number; readonly apply: (args: JmespathArguments) => Json };

const MAX_NUMBER_TEXT = 400;
const NUMBER_TEXT = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?$/;

const FUNCTIONS: Readonly<Record<string, Definition>> = {
  abs: takes(1, (args) => Math.abs(args.number(0))),
  avg: takes(1, (args) => {
    const numbers = args.numbers(0);
    return numbers.length > 0 ? total(numbers) / numbers.length : null;
  }),
  ceil: takes(1, (args) => Math.ceil(args.number(0))),
  contains: takes(2, contains),
  ends_with: takes(2, (args) => args.text(0).endsWith(args.text(1))),
  floor: takes(1, (args) => Math.floor(args.number(0))),
  join: takes(2, join),
  keys: takes(1, (args) => Object.keys(args.object(0))),
  length: takes(1, length),
  map: takes(2, (args) => args.list(1).map((item) => args.reference(0).apply(item))),
  max: takes(1, (args) =>
    extreme(
      args.sortable(0).map((item) => ({ item, key: item })),
      1,
    ),
  ),
  max_by: takes(2, (args) => extreme(args.keyed(0), 1)),
  merge: takesAtLeast(1, (args) => {
    const entries = args.indexes.flatMap((index) => Object.entries(args.object(index)));
    return Object.fromEntries(entries.filter(([key]) => key !== '__proto__'));
  }),
  min: takes(1, (args) =>
    extreme(
      args.sortable(0).map((item) => ({ item, key: item })),
      -1,
    ),
  ),
  min_by: takes(2, (args) => extreme(args.keyed(0), -1)),
  not_null: takesAtLeast(
    1,
    (args) => args.indexes.map((index) => args.any(index)).find((value) => value !== null) ?? null,
  ),
  reverse: takes(1, (args) => {
    const value = args.any(0);
    return typeof value === 'string' ? Array.from(value).reverse().join('') : args.list(0).toReversed();
  }),
  sort: takes(1, (args) => Array.from<Json>(args.sortable(0)).sort(compare)),
  sort_by: takes(2, (args) =>
    Array.from(args.keyed(0))
      .sort((a, b) => compare(a.key, b.key))
      .map(({ item }) => item),
  ),
  starts_with: takes(2, (args) => args.text(0).startsWith(args.text(1))),
  sum: takes(1, (args) => total(args.numbers(0))),
  to_array: takes(1, (args) => {
    const value = args.any(0);
    return isList(value) ? value : [value];
  }),
  to_number: takes(1, toNumber),
  to_string: takes(1, (args) => {
    const value = args.any(0);
    if (typeof value === 'string') return value;
    measure(args.call, value, 0);
    return JSON.stringify(value);
  }),
  type: takes(1, (args) => typeOf(args.any(0))),
  values: takes(1, (args) => Object.values(args.object(0))),
};

function takes(count: number, apply: Definition['apply']): Definition {
  return { least: count, most: count, apply };
}

function takesAtLeast(least: number, apply: Definition['apply']): Definition {
  return { least, most: Number.POSITIVE_INFINITY, apply };
}

function contains(args: JmespathArguments): boolean {
  const [subject, wanted] = [args.any(0), args.any(1)];
  const { budget, at } = args.call;
  if (isList(subject)) return subject.some((item) => isEqual(item, wanted, budget, at));
  const text = args.text(0);
  return typeof wanted === 'string' && text.includes(wanted);
}

function length(args: JmespathArguments): number {
  const value = args.any(0);
  if (typeof value === 'string') return Array.from(value).length;
  return isList(value) ? value.length : Object.keys(args.object(0)).length;
}

function toNumber(args: JmespathArguments): Json {
  const value = args.any(0);
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.length >= MAX_NUMBER_TEXT || !NUMBER_TEXT.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** The first item with the largest (1) or smallest (-1) key. */
function extreme(pairs: readonly { item: Json; key: number | string }[], direction: 1 | -1): Json {
  const [first, ...others] = pairs;
  if (!first) return null;
  return others.reduce((best, pair) => (compare(pair.key, best.key) * direction > 0 ? pair : best), first).item;
}

function compare(left: Json, right: Json): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : String(left) > String(right) ? 1 : 0;
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/** Charged before it is built: parts that are the same text cost nothing until they are joined. */
function join(args: JmespathArguments): string {
  const [glue, texts] = [args.text(0), args.texts(1)];
  const { budget, at } = args.call;
  for (const text of texts) budget.spend((text.length + glue.length) >> 4, at);
  return texts.join(glue);
}

/** Charges for every value in `value` and its text. @throws {JmespathError} `limit` when it is too deep or too big. */
function measure(call: JmespathCall, value: Json, depth: number): void {
  call.budget.spend(typeof value === 'string' ? sizeOf(value) : 1, call.at);
  if (typeof value !== 'object' || value === null) return;
  call.budget.checkDepth(depth, call.at);
  for (const [key, item] of Object.entries(value)) {
    call.budget.spend(key.length >> 4, call.at);
    measure(call, item, depth + 1);
  }
}

/** What a function at least has to look at. */
function sizeOf(value: Value): number {
  if (typeof value === 'string') return 1 + (value.length >> 4);
  if (typeof value !== 'object' || value === null) return 1;
  return 1 + (Array.isArray(value) ? value.length : Object.keys(value).length);
}
