import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Budget } from './jmespath-budget.ts';
import { JmespathError, type JmespathErrorKind } from './jmespath-error.ts';
import { isEqual, isReference, type Reference, type Value } from './jmespath-value.ts';

/** A call as it stands in the expression. */
export type JmespathCall = { readonly name: string; readonly at: number; readonly budget: Budget };

/**
 * What the function `name` gives for `args`.
 * @throws {JmespathError} `unknown-function`, `invalid-arity`, `invalid-type`, `limit`.
 */
export function callFunction(call: JmespathCall, args: readonly Value[]): Json {
  const definition = Object.hasOwn(FUNCTIONS, call.name) ? FUNCTIONS[call.name] : undefined;
  if (!definition) return fail(call, 'unknown-function', `there is no function ${call.name.slice(0, 64)}()`);
  const { least, most } = definition;
  if (args.length < least || args.length > most) {
    const expected = most === least ? `${least}` : `${least} or more`;
    fail(call, 'invalid-arity', `${call.name}() takes ${expected} argument(s), not ${args.length}`);
  }
  const [first = null] = args;
  call.budget.spend(typeof first === 'string' ? 1 + (first.length >> 4) : sizeOf(first), call.at);
  return definition.apply(new Arguments(call, args));
}

type Definition = { readonly least: number; readonly most: number; readonly apply: (args: Arguments) => Json };

/** The arguments of one call, read with the types that the function asks for. */
class Arguments {
  readonly call: JmespathCall;
  readonly #values: readonly Value[];

  constructor(call: JmespathCall, values: readonly Value[]) {
    this.call = call;
    this.#values = values;
  }

  get indexes(): number[] {
    return Array.from(this.#values.keys());
  }

  any(index: number): Json {
    const value = this.#values[index] ?? null;
    return isReference(value) ? this.#fail(index, 'a value') : value;
  }

  number(index: number): number {
    const value = this.any(index);
    return typeof value === 'number' ? value : this.#fail(index, 'number');
  }

  text(index: number): string {
    const value = this.any(index);
    return typeof value === 'string' ? value : this.#fail(index, 'string');
  }

  list(index: number): readonly Json[] {
    const value = this.any(index);
    return isList(value) ? value : this.#fail(index, 'array');
  }

  object(index: number): JsonObject {
    const value = this.any(index);
    return isJsonObject(value) ? value : this.#fail(index, 'object');
  }

  numbers(index: number): readonly number[] {
    const list = this.list(index);
    return list.every(isNumber) ? list : this.#fail(index, 'array of numbers');
  }

  texts(index: number): readonly string[] {
    const list = this.list(index);
    return list.every(isText) ? list : this.#fail(index, 'array of strings');
  }

  /** All numbers or all text. */
  sortable(index: number): readonly number[] | readonly string[] {
    const list = this.list(index);
    if (list.every(isNumber) || list.every(isText)) return list;
    return this.#fail(index, 'array of numbers or of strings');
  }

  reference(index: number): Reference {
    const value = this.#values[index] ?? null;
    return isReference(value) ? value : this.#fail(index, 'expression reference');
  }

  /** The items of the list `index`, each with its key, which are all numbers or all text. */
  keyed(index: number): readonly { item: Json; key: number | string }[] {
    const { apply } = this.reference(index + 1);
    const pairs = this.list(index).map((item) => ({ item, key: apply(item) }));
    if (pairs.every(hasNumberKey) || pairs.every(hasTextKey)) return pairs;
    return fail(this.call, 'invalid-type', `${this.call.name}(): the keys must be all numbers or all strings`);
  }

  #fail(index: number, expected: string): never {
    const found = typeOf(this.#values[index] ?? null);
    const message = `${this.call.name}(): argument ${index + 1} must be ${expected}, not ${found}`;
    return fail(this.call, 'invalid-type', message);
  }
}

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
  join: takes(2, (args) => spent(args, args.texts(1).join(args.text(0)))),
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
    return spent(args, JSON.stringify(value));
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

function contains(args: Arguments): boolean {
  const [subject, wanted] = [args.any(0), args.any(1)];
  const { budget, at } = args.call;
  if (isList(subject)) return subject.some((item) => isEqual(item, wanted, budget, at));
  const text = args.text(0);
  return typeof wanted === 'string' && text.includes(wanted);
}

function length(args: Arguments): number {
  const value = args.any(0);
  if (typeof value === 'string') return Array.from(value).length;
  return isList(value) ? value.length : Object.keys(args.object(0)).length;
}

function toNumber(args: Arguments): Json {
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

function spent(args: Arguments, text: string): string {
  args.call.budget.spend(text.length >> 4, args.call.at);
  return text;
}

/** Charges for every value in `value`. @throws {JmespathError} `limit` when it is too deep or too big. */
function measure(call: JmespathCall, value: Json, depth: number): void {
  call.budget.spend(1, call.at);
  if (typeof value !== 'object' || value === null) return;
  call.budget.checkDepth(depth, call.at);
  for (const item of Object.values(value)) measure(call, item, depth + 1);
}

function sizeOf(value: Value): number {
  return Array.isArray(value) ? 1 + value.length : 1;
}

function typeOf(value: Value): string {
  if (value === null) return 'null';
  if (isReference(value)) return 'expref';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isList(value: Value): value is readonly Json[] {
  return Array.isArray(value);
}

function isNumber(value: Json): value is number {
  return typeof value === 'number';
}

function isText(value: Json): value is string {
  return typeof value === 'string';
}

function hasNumberKey(pair: { item: Json; key: Json }): pair is { item: Json; key: number } {
  return typeof pair.key === 'number';
}

function hasTextKey(pair: { item: Json; key: Json }): pair is { item: Json; key: string } {
  return typeof pair.key === 'string';
}

function fail({ at }: JmespathCall, kind: JmespathErrorKind, message: string): never {
  throw new JmespathError(kind, message, at);
}
