/**
 * Every code that a diagnostic may have, with its usual severity. Codes are stable: scripts and dashboards filter by them.
 * `docs/file-format.md` tells each with an example.
 */
export const DIAGNOSTIC_CODES = {
  // The text
  'limit-size': { severity: 'error' },
  'limit-depth': { severity: 'error' },
  'limit-stages': { severity: 'error' },
  'not-json': { severity: 'error' },
  'duplicate-key': { severity: 'error' },
  'illegal-key': { severity: 'error' },
  'inexact-number': { severity: 'warning' },
  // Shapes
  'wrong-shape': { severity: 'error' },
  'missing-key': { severity: 'error' },
  'missing-name': { severity: 'warning' },
  'invalid-value': { severity: 'error' },
  'unknown-key': { severity: 'error' },
  'conflicting-keys': { severity: 'error' },
  'bare-stage-list': { severity: 'warning' },
  'timeout-unit': { severity: 'warning' },
  // Names
  'unknown-component': { severity: 'error' },
  'illegal-id': { severity: 'error' },
  'duplicate-id': { severity: 'error' },
  'unknown-stage': { severity: 'error' },
  // The graph
  'self-dependency': { severity: 'error' },
  cycle: { severity: 'error' },
  'two-scopes': { severity: 'error' },
  'not-upstream': { severity: 'error' },
  'never-joins': { severity: 'warning' },
  'may-be-skipped': { severity: 'warning' },
  'no-handler': { severity: 'warning' },
  // Templates
  'template-syntax': { severity: 'error' },
  'template-arguments': { severity: 'error' },
  'template-forbidden': { severity: 'error' },
  'template-limit': { severity: 'error' },
  'template-value': { severity: 'error' },
  'unknown-namespace': { severity: 'error' },
  'unknown-function': { severity: 'error' },
  'unknown-filter': { severity: 'error' },
  'unknown-test': { severity: 'error' },
  'unknown-stage-field': { severity: 'warning' },
  'filter-binding': { severity: 'warning' },
  'tag-is-text': { severity: 'warning' },
  'blanks-make-text': { severity: 'warning' },
  'hyphen-joins': { severity: 'warning' },
  'text-is-true': { severity: 'warning' },
  'template-style': { severity: 'warning' },
  'time-in-text': { severity: 'warning' },
  // Configs
  'invalid-config': { severity: 'error' },
  'missing-config': { severity: 'error' },
  placeholder: { severity: 'warning' },
  'invalid-jmespath': { severity: 'error' },
  'invalid-schema': { severity: 'error' },
  'invalid-condition': { severity: 'error' },
  'not-idempotent': { severity: 'warning' },
  'no-catch-all': { severity: 'warning' },
  'secret-exposed': { severity: 'warning' },
  'missing-authorization': { severity: 'warning' },
  'patch-content-type': { severity: 'warning' },
  'unchecked-model-answer': { severity: 'warning' },
  // Inputs
  'undeclared-input': { severity: 'warning' },
  'unused-input': { severity: 'warning' },
  'input-not-in-sample': { severity: 'warning' },
  'sample-mismatch': { severity: 'warning' },
} as const satisfies Record<string, { severity: 'error' | 'warning' }>;

export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;
