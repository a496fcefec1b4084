import { type ExprAdvice, ExprError, type ExprErrorCode, type Span } from './expr-error.ts';
import { LIMITS } from './limits.ts';
import { missingError } from './missing-error.ts';
import type { Missing } from './values.ts';

/**
 * What a missing value does (`docs/expressions.md`): `strict` fails; `lenient` gives null or empty text and a warning;
 * `condition` is lenient inside, but the whole must be a boolean.
 */
export type EvaluationMode = 'strict' | 'lenient' | 'condition';

/** Root name → JSON data. Only own properties are ever read. */
export type Scope = Readonly<Record<string, unknown>>;

/** What one evaluation is given. `nowMs` is the attempt's recorded clock, in milliseconds since 1970. */
export type EvaluationOptions = {
  readonly mode: EvaluationMode;
  readonly nowMs: number;
  /** What several evaluations may cost together, beside what each may cost. */
  readonly tank?: FuelTank | undefined;
};

/** Work that is left for all who share it. */
export type FuelTank = { left: number };

/** One evaluation of one template: what it may read, what it may still cost, what it warned about. */
export class Evaluation {
  readonly scope: Scope;
  readonly mode: EvaluationMode;
  readonly nowMs: number;
  /** What was tolerated, once for each kind and place: a filter would repeat it for every item of a list. */
  readonly warnings: ExprError[] = [];
  readonly #warnedAt = new Set<string>();
  readonly #tank: FuelTank | undefined;
  fuel: number = LIMITS.fuel;

  constructor(scope: Scope, options: EvaluationOptions) {
    this.scope = scope;
    this.mode = options.mode;
    this.nowMs = options.nowMs;
    this.#tank = options.tank;
  }

  /** @throws {ExprError} always. */
  fail(code: ExprErrorCode, message: string, span: Span, advice?: ExprAdvice): never {
    throw new ExprError(code, message, { start: span.start, end: span.end }, advice);
  }

  /** Charges `work`. @throws {ExprError} E_LIMIT when nothing is left. */
  burn(work: number, span: Span): void {
    this.fuel -= work;
    if (this.fuel < 0) this.fail('E_LIMIT', 'the evaluation does too much work', span);
    if (!this.#tank) return;
    this.#tank.left -= work;
    if (this.#tank.left < 0) this.fail('E_LIMIT', 'all evaluations of this stage together do too much work', span);
  }

  /** Charges for a produced value and gives it back. @throws {ExprError} E_LIMIT when too big, E_VALUE when not finite. */
  measure<T>(value: T, span: Span): T {
    if (typeof value === 'string') {
      this.checkTextLength(value.length, span);
      this.burn(value.length >> 4, span);
    } else if (typeof value === 'number') {
      if (!Number.isFinite(value)) this.fail('E_VALUE', 'the result is not a finite number', span);
    } else if (Array.isArray(value)) {
      this.checkItemCount(value.length, span);
      this.burn(value.length, span);
    }
    return value;
  }

  /** @throws {ExprError} E_LIMIT when a text of `length` is too long. */
  checkTextLength(length: number, span: Span): void {
    if (length > LIMITS.textLength) {
      this.fail('E_LIMIT', `the text is longer than ${LIMITS.textLength} characters`, span);
    }
  }

  /** @throws {ExprError} E_LIMIT when a list of `count` items is too long. */
  checkItemCount(count: number, span: Span): void {
    if (count > LIMITS.itemCount) this.fail('E_LIMIT', `the list has more than ${LIMITS.itemCount} items`, span);
  }

  /**
   * Says that a value was needed and is missing: a warning, or the end of a strict evaluation. Gives `missing` back.
   * @throws {ExprError} E_UNDEFINED in strict mode.
   */
  note(missing: Missing, consequence = ''): Missing {
    const error = this.missing(missing, consequence);
    if (this.mode === 'strict') throw error;
    this.#add(error);
    return missing;
  }

  /** The error for a missing value that no mode tolerates; the caller throws it. */
  missing(missing: Missing, consequence = ''): ExprError {
    return missingError(missing, consequence);
  }

  /** A warning that is not about a missing value. */
  warn(code: ExprErrorCode, message: string, span: Span): void {
    this.#add(new ExprError(code, message, { start: span.start, end: span.end }));
  }

  #add(warning: ExprError): void {
    const place = `${warning.code} ${warning.start} ${warning.end}`;
    if (this.#warnedAt.has(place)) return;
    this.#warnedAt.add(place);
    this.warnings.push(warning);
  }
}
