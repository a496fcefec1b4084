import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Budget } from './jmespath-budget.ts';
import { JmespathError, type JmespathErrorKind } from './jmespath-error.ts';
import { isReference, type Reference, type Value } from './jmespath-value.ts';

/** The arguments of one call, read with the types that the function asks for. */
export class JmespathArguments {
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
    return failCall(this.call, 'invalid-type', `${this.call.name}(): the keys must be all numbers or all strings`);
  }

  #fail(index: number, expected: string): never {
    const found = typeOf(this.#values[index] ?? null);
    const message = `${this.call.name}(): argument ${index + 1} must be ${expected}, not ${found}`;
    return failCall(this.call, 'invalid-type', message);
  }
}

/** A call as it stands in the expression. */
export type JmespathCall = { readonly name: string; readonly at: number; readonly budget: Budget };

/** @throws {JmespathError} always; `call` says where. */
export function failCall({ at }: JmespathCall, kind: JmespathErrorKind, message: string): never {
  throw new JmespathError(kind, message, at);
}

/** The name of a value's type in JMESPath. */
export function typeOf(value: Value): string {
  if (value === null) return 'null';
  if (isReference(value)) return 'expref';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Tells a list from the other values. */
export function isList(value: Value): value is readonly Json[] {
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
