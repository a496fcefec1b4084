import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import type { Budget } from './jmespath-budget.ts';

/** An expression that is handed to a function: `&name`. */
export type Reference = { readonly apply: (value: Json) => Json };
/** What an argument of a function may be. */
export type Value = Json | Reference;

/** Tells a reference from data: no JSON value has a function in it. */
export function isReference(value: Value): value is Reference {
  return typeof value === 'object' && value !== null && 'apply' in value && typeof value.apply === 'function';
}

/** False are null, false, "", [] and {}. */
export function isFalse(value: Json): boolean {
  if (value === null || value === false || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && !hasMembers(value);
}

/** Structural equality. @throws {JmespathError} `limit` when the budget does not suffice. */
export function isEqual(left: Json, right: Json, budget: Budget, at: number, depth = 0): boolean {
  if (typeof left === 'string' && typeof right === 'string' && left.length === right.length) {
    budget.spend(left.length >> 4, at);
  }
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  budget.spend(1, at);
  budget.checkDepth(depth, at);
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((item, index) => isEqual(item, right[index] ?? null, budget, at, depth + 1))
    );
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  budget.spend(keys.length, at);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) => Object.hasOwn(right, key) && isEqual(left[key] ?? null, right[key] ?? null, budget, at, depth + 1),
    )
  );
}

/** Without listing them all: a filter asks for each item of a list. */
function hasMembers(object: JsonObject): boolean {
  for (const key in object) if (Object.hasOwn(object, key)) return true;
  return false;
}
