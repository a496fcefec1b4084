/** Every cause of an expression's failure; stable, people's cases and the editor's fixes switch on it. */
export type ExprErrorCode =
  | 'E_SYNTAX'
  | 'E_UNCLOSED'
  | 'E_UNKNOWN_ROOT'
  | 'E_UNKNOWN_STAGE'
  | 'E_UNKNOWN_FILTER'
  | 'E_UNKNOWN_FUNCTION'
  | 'E_UNKNOWN_TEST'
  | 'E_UNDEFINED'
  | 'E_TYPE'
  | 'E_ARGS'
  | 'E_LIMIT'
  | 'E_FORBIDDEN'
  | 'E_DIV_ZERO'
  | 'E_VALUE';

/** A stretch of a template's source in UTF-16 units; `end` is the first position behind it. */
export type Span = { readonly start: number; readonly end: number };

/** What an error can say beside its message. */
export type ExprAdvice = { readonly hint?: string | undefined; readonly suggestions?: readonly string[] };

/**
 * Why a template could not be read or evaluated, and where in its source. The message names types and paths, never
 * values. `hint` says how to fix it; `suggestions` are texts that could stand there instead, best first.
 */
export class ExprError extends Error {
  override readonly name = 'ExprError';
  readonly code: ExprErrorCode;
  readonly start: number;
  readonly end: number;
  readonly hint: string | undefined;
  readonly suggestions: readonly string[];

  constructor(code: ExprErrorCode, message: string, span: Span, advice: ExprAdvice = {}) {
    super(message);
    this.code = code;
    this.start = span.start;
    this.end = span.end;
    this.hint = advice.hint;
    this.suggestions = advice.suggestions ?? [];
  }
}
