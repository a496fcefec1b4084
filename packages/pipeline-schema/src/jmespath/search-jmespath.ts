import { LruCache } from '../expression/lru-cache.ts';
import { isJsonObject, type Json, type JsonObject } from '../json.ts';
import { findJsonExcess } from '../json-size.ts';
import type { CompareOperator, JmespathNode, SliceBounds } from './jmespath-ast.ts';
import { Budget } from './jmespath-budget.ts';
import { JmespathError } from './jmespath-error.ts';
import { callFunction } from './jmespath-functions.ts';
import { isEqual, isFalse, isReference, type Reference, type Value } from './jmespath-value.ts';
import { parseJmespath } from './parse-jmespath.ts';

const CACHE_CAPACITY = 1_000;
/** Longer expressions are parsed each time, so that the cache stays small in memory. */
const MAX_CACHED_LENGTH = 4_096;
const parsed = new LruCache<JmespathNode>(CACHE_CAPACITY);

/**
 * What `expression` finds in `data`; null when nothing. Only own properties are members, and `__proto__` never is.
 * @throws {JmespathError} with the kinds of the JMESPath specification, and `limit` when it is too much work or the result is too large.
 */
export function searchJmespath(expression: string, data: Json): Json {
  const node =
    expression.length > MAX_CACHED_LENGTH
      ? parseJmespath(expression)
      : parsed.get(expression, () => parseJmespath(expression));
  const value = new Interpreter(new Budget()).evaluate(node, data);
  if (isReference(value)) throw new JmespathError('invalid-type', 'an expression reference is not a value', node.at);
  // Lists that hold each other cost the search nothing, and whoever reads the result everything.
  const excess = findJsonExcess(value);
  if (excess !== undefined) throw new JmespathError('limit', `the result ${excess}`, node.at);
  return value;
}

class Interpreter {
  readonly #budget: Budget;

  constructor(budget: Budget) {
    this.#budget = budget;
  }

  evaluate(node: JmespathNode, current: Json): Value {
    if (node.kind === 'reference') return this.#reference(node.operand);
    if (node.kind === 'call') {
      const args = node.args.map((argument) => this.evaluate(argument, current));
      return callFunction({ name: node.name, at: node.at, budget: this.#budget }, args);
    }
    return this.#evaluate(node, current);
  }

  /** The value of a node that is no reference. */
  #json(node: JmespathNode, current: Json): Json {
    const value = this.evaluate(node, current);
    if (!isReference(value)) return value;
    throw new JmespathError('invalid-type', 'an expression reference can only be an argument', node.at);
  }

  #evaluate(node: Exclude<JmespathNode, { kind: 'reference' | 'call' }>, current: Json): Json {
    this.#budget.spend(1, node.at);
    switch (node.kind) {
      case 'current':
        return current;
      case 'literal':
        return node.value;
      case 'field':
        return field(current, node.name);
      case 'brackets':
        return this.#json(node.operand, current);
      case 'not':
        return isFalse(this.#json(node.operand, current));
      case 'member': {
        const left = this.#json(node.left, current);
        return left === null ? null : this.#json(node.right, left);
      }
      case 'pipe':
        return this.#json(node.right, this.#json(node.left, current));
      case 'or': {
        const left = this.#json(node.left, current);
        return isFalse(left) ? this.#json(node.right, current) : left;
      }
      case 'and': {
        const left = this.#json(node.left, current);
        return isFalse(left) ? left : this.#json(node.right, current);
      }
      case 'compare':
        return this.#compare(node.operator, this.#json(node.left, current), this.#json(node.right, current), node.at);
      case 'index': {
        const list = this.#json(node.source, current);
        return isList(list) ? (list.at(node.index) ?? null) : null;
      }
      case 'slice':
        return this.#slice(this.#json(node.source, current), node.bounds, node.at);
      case 'flatten':
        return this.#flatten(this.#json(node.operand, current), node.at);
      case 'listProjection': {
        const list = this.#json(node.source, current);
        return isList(list) ? this.#project(list, node.each) : null;
      }
      case 'valueProjection': {
        const object = this.#json(node.source, current);
        return isJsonObject(object) ? this.#project(valuesOf(object), node.each) : null;
      }
      case 'filterProjection': {
        const list = this.#json(node.source, current);
        if (!isList(list)) return null;
        const kept = list.filter((item) => !isFalse(this.#json(node.condition, item)));
        return this.#project(kept, node.each);
      }
      case 'list':
        return current === null ? null : node.items.map((item) => this.#json(item, current));
      case 'object': {
        if (current === null) return null;
        return Object.fromEntries(node.entries.map(({ key, value }) => [key, this.#json(value, current)]));
      }
    }
  }

  #reference(operand: JmespathNode): Reference {
    return { apply: (value) => this.#json(operand, value) };
  }

  #project(list: readonly Json[], each: JmespathNode): Json {
    return list.map((item) => this.#json(each, item)).filter((value) => value !== null);
  }

  #compare(operator: CompareOperator, left: Json, right: Json, at: number): Json {
    if (operator === '==') return isEqual(left, right, this.#budget, at);
    if (operator === '!=') return !isEqual(left, right, this.#budget, at);
    if (typeof left !== 'number' || typeof right !== 'number') return null;
    switch (operator) {
      case '<':
        return left < right;
      case '<=':
        return left <= right;
      case '>':
        return left > right;
      case '>=':
        return left >= right;
    }
  }

  #slice(list: Json, bounds: SliceBounds, at: number): Json {
    if (!isList(list)) return null;
    const step = bounds.step ?? 1;
    const { length } = list;
    const clamp = (bound: number): number => {
      const position = bound < 0 ? bound + length : bound;
      const low = step < 0 ? -1 : 0;
      return Math.min(step < 0 ? length - 1 : length, Math.max(low, position));
    };
    const from = bounds.from === null ? (step < 0 ? length - 1 : 0) : clamp(bounds.from);
    const to = bounds.to === null ? (step < 0 ? -1 : length) : clamp(bounds.to);
    const picked: Json[] = [];
    for (let index = from; step > 0 ? index < to : index > to; index += step) picked.push(list[index] ?? null);
    this.#budget.spend(picked.length, at);
    return picked;
  }

  #flatten(list: Json, at: number): Json {
    if (!isList(list)) return null;
    for (const item of list) this.#budget.spend(isList(item) ? item.length : 1, at);
    return list.flat() as Json[]; // Json lists hold Json only, at every level.
  }
}

function field(current: Json, name: string): Json {
  if (!isJsonObject(current) || name === '__proto__' || !Object.hasOwn(current, name)) return null;
  const value = current[name];
  // Data from outside may hold what is not JSON; it is as if it were not there.
  return value === undefined || typeof value === 'function' ? null : value;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function valuesOf(object: JsonObject): readonly Json[] {
  return Object.keys(object).map((key) => field(object, key));
}
