import type { ArithmeticOperator } from './ast.ts';
import type { Evaluation } from './evaluation.ts';
import type { Span } from './expr-error.ts';
import { textForm } from './text-form.ts';
import { isList, Missing, typeName } from './values.ts';

/**
 * `left operator right`. Numbers with numbers; `+` also joins texts and lists; `~` joins the text forms of anything.
 * A tolerated missing side makes the result missing.
 * @throws {ExprError} E_TYPE, E_DIV_ZERO, E_VALUE when the result is not finite, E_LIMIT when it is too big.
 */
export function arithmetic(
  evaluation: Evaluation,
  operator: ArithmeticOperator,
  left: unknown,
  right: unknown,
  span: Span,
): unknown {
  if (operator === '~') {
    return evaluation.measure(textForm(evaluation, left, span) + textForm(evaluation, right, span), span);
  }
  if (typeof left === 'number' && typeof right === 'number') {
    if (right === 0 && (operator === '/' || operator === '//' || operator === '%')) {
      evaluation.fail('E_DIV_ZERO', 'division by zero', span);
    }
    const result = calculate(operator, left, right);
    return evaluation.measure(result === 0 ? 0 : result, span);
  }
  for (const side of [left, right]) {
    if (side instanceof Missing) return evaluation.note(side, `, so it cannot be used with ${operator}`);
  }
  if (operator === '+') {
    if (typeof left === 'string' && typeof right === 'string') return evaluation.measure(left + right, span);
    if (isList(left) && isList(right)) {
      evaluation.checkItemCount(left.length + right.length, span);
      return evaluation.measure([...left, ...right], span);
    }
  }
  const joinsText = operator === '+' && (typeof left === 'string' || typeof right === 'string');
  return evaluation.fail('E_TYPE', `cannot apply ${operator} to ${typeName(left)} and ${typeName(right)}`, span, {
    hint: joinsText ? 'use ~ to join text' : undefined,
  });
}

function calculate(operator: Exclude<ArithmeticOperator, '~'>, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '**':
      return left ** right;
    case '/':
      return left / right;
    case '//':
      return floorDivide(left, right);
    case '%':
      return modulo(left, right);
  }
}

/** The remainder with the sign of the divisor. */
function modulo(left: number, right: number): number {
  const remainder = left % right;
  return remainder !== 0 && remainder < 0 !== right < 0 ? remainder + right : remainder;
}

/** From the exact remainder, so that 10 // 0.008 is 1249 and not 1250. */
function floorDivide(left: number, right: number): number {
  const remainder = left % right;
  let quotient = (left - remainder) / right;
  if (remainder !== 0 && remainder < 0 !== right < 0) quotient -= 1;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}
