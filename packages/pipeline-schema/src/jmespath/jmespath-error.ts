/** Why a JMESPath expression failed; the names are those of the JMESPath specification, and `limit`. */
export type JmespathErrorKind =
  | 'syntax'
  | 'invalid-type'
  | 'invalid-value'
  | 'invalid-arity'
  | 'unknown-function'
  | 'limit';

/** A JMESPath expression that cannot be read or applied. `at` is the offset in the expression. */
export class JmespathError extends Error {
  override readonly name = 'JmespathError';
  readonly kind: JmespathErrorKind;
  readonly at: number;

  constructor(kind: JmespathErrorKind, message: string, at: number) {
    super(message);
    this.kind = kind;
    this.at = at;
  }
}
