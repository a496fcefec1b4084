import { arithmetic } from './arithmetic.ts';
import type {
  BinaryNode,
  CompareNode,
  CompareOperator,
  ConditionalNode,
  LogicNode,
  NotNode,
  UnaryNode,
} from './ast.ts';
import { contains, isEqual, order } from './compare.ts';
import type { CompileContext, Evaluate } from './compile-context.ts';
import type { Evaluation } from './evaluation.ts';
import type { Span } from './expr-error.ts';
import { isTruthy, Missing, typeName } from './values.ts';

/** A sign before a number. */
export function compileUnary(node: UnaryNode, context: CompileContext): Evaluate {
  const readOperand = context.compile(node.operand);
  const { operator } = node;
  return (evaluation) => {
    const value = readOperand(evaluation);
    if (typeof value === 'number') return operator === '+' || value === 0 ? value : -value;
    if (value instanceof Missing) return evaluation.note(value, `, so it cannot be used with ${operator}`);
    return evaluation.fail('E_TYPE', `cannot apply ${operator} to ${typeName(value)}`, node);
  };
}

/** Arithmetic and the joining of texts. */
export function compileBinary(node: BinaryNode, context: CompileContext): Evaluate {
  const readLeft = context.compile(node.left);
  const readRight = context.compile(node.right);
  const { operator } = node;
  return (evaluation) => arithmetic(evaluation, operator, readLeft(evaluation), readRight(evaluation), node);
}

/** A chain of comparisons, which ends at the first that does not hold. */
export function compileCompare(node: CompareNode, context: CompileContext): Evaluate {
  const readFirst = context.compile(node.first);
  const links = node.rest.map(({ operator, operand }) => ({ operator, read: context.compile(operand) }));
  const [only] = links;
  if (only && links.length === 1) {
    const { operator, read } = only;
    return (evaluation) => holds(evaluation, operator, readFirst(evaluation), read(evaluation), node);
  }
  return (evaluation) => {
    let left = readFirst(evaluation);
    return links.every(({ operator, read }) => {
      const right = read(evaluation);
      const result = holds(evaluation, operator, left, right, node);
      left = right;
      return result;
    });
  };
}

/** `and` and `or` give the operand that decided, and do not look at the other one without need. */
export function compileLogic(node: LogicNode, context: CompileContext): Evaluate {
  const readLeft = context.compile(node.left);
  const readRight = context.compile(node.right);
  const goesOnWhen = node.kind === 'and';
  return (evaluation) => {
    const left = readLeft(evaluation);
    return isTruthy(left) === goesOnWhen ? readRight(evaluation) : left;
  };
}

/** `not`. */
export function compileNot(node: NotNode, context: CompileContext): Evaluate {
  const readOperand = context.compile(node.operand);
  return (evaluation) => !isTruthy(readOperand(evaluation));
}

/** `a if c else b`: only the chosen side runs; without an else the value is missing. */
export function compileConditional(node: ConditionalNode, context: CompileContext): Evaluate {
  const readCondition = context.compile(node.condition);
  const readChosen = context.compile(node.chosen);
  const readOtherwise = node.otherwise && context.compile(node.otherwise);
  return (evaluation) => {
    if (isTruthy(readCondition(evaluation))) return readChosen(evaluation);
    return readOtherwise ? readOtherwise(evaluation) : new Missing('the value without an else', node);
  };
}

function holds(evaluation: Evaluation, operator: CompareOperator, left: unknown, right: unknown, span: Span): boolean {
  switch (operator) {
    case '==':
      return isEqual(evaluation, left, right, span);
    case '!=':
      return !isEqual(evaluation, left, right, span);
    case 'in':
      return contains(evaluation, left, right, span);
    case 'not in':
      return !contains(evaluation, left, right, span);
    default: {
      const difference = order(evaluation, left, right, span);
      return difference !== undefined && accepts(operator, difference);
    }
  }
}

function accepts(operator: '<' | '<=' | '>' | '>=', difference: number): boolean {
  switch (operator) {
    case '<':
      return difference < 0;
    case '<=':
      return difference <= 0;
    case '>':
      return difference > 0;
    case '>=':
      return difference >= 0;
  }
}
