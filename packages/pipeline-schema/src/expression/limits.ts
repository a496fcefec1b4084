/** What one template may cost. Going over any of them is E_LIMIT; nothing is ever cut silently. */
export const LIMITS = {
  /** UTF-16 units of a template. */
  templateLength: 262_144,
  /** `{{ }}` in one template. */
  expressionCount: 2_000,
  /** UTF-16 units between one `{{` and its `}}`. */
  expressionLength: 8_192,
  /** Nodes of one expression. */
  nodeCount: 1_000,
  /** Nesting of one expression: brackets, calls, `not`, unary minus, `else`. */
  nesting: 48,
  /** Steps of one path. */
  pathSteps: 200,
  /** UTF-16 units of a text that an evaluation builds. */
  textLength: 1_048_576,
  /** Items of a list that an evaluation builds. */
  itemCount: 100_000,
  /** Nesting of data that is written as JSON, read from it, or compared. */
  dataNesting: 100,
  /** Work of one evaluation: one per node and list item, one per 16 characters produced. */
  fuel: 1_000_000,
} as const;
