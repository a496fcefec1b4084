import type { Evaluation } from '../evaluation.ts';
import type { Span } from '../expr-error.ts';

/** Where a filter or function is called, and on whose account. */
export type FilterCall = { readonly evaluation: Evaluation; readonly span: Span };

/**
 * A filter. `parameters` are its arguments in order; `args` has one place for each, undefined where none was given.
 * What `apply` produces is charged by the caller. It never sees a missing value unless `acceptsMissing`.
 */
export type Filter = {
  readonly parameters: readonly Parameter[];
  /** One line for completion and documentation. */
  readonly summary: string;
  /** Whether a missing input or argument is the filter's own business; otherwise it passes on (or fails, if strict). */
  readonly acceptsMissing?: boolean;
  readonly apply: (value: unknown, args: readonly unknown[], call: FilterCall) => unknown;
};

/** `named` ones can only be given by name. */
export type Parameter = { readonly name: string; readonly required?: boolean; readonly named?: boolean };

/** Parameters of which `?` at the end marks the optional ones. */
export function parameters(...names: readonly string[]): readonly Parameter[] {
  return names.map((name) => ({ name: name.replace('?', ''), required: !name.endsWith('?') }));
}
