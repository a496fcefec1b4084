import type { DiagnosticCode } from './check/diagnostic-codes.ts';
import type { ComponentCatalog } from './component.ts';
import type { Diagnostic } from './diagnostic.ts';
import { formatPipeline } from './format-pipeline.ts';
import { readPipeline } from './read-pipeline.ts';

/**
 * Findings after which the canonical form would not say what the document does: a rounded number, though it only warns,
 * is one too. Those of meaning are no hindrance.
 */
const LOSSY: ReadonlySet<string> = new Set<DiagnosticCode>([
  ...(['limit-size', 'limit-depth', 'limit-stages', 'not-json', 'duplicate-key', 'illegal-key'] as const),
  ...(['wrong-shape', 'missing-key', 'invalid-value', 'conflicting-keys', 'illegal-id', 'duplicate-id'] as const),
  'inexact-number',
]);

/**
 * The document in canonical form, whatever dialect it is written in; normalising twice changes nothing. When that would
 * lose something, the findings that stand in the way instead.
 */
export function normalisePipeline(
  text: string,
  options: { components: ComponentCatalog },
): { readonly text: string } | { readonly diagnostics: readonly Diagnostic[] } {
  const { pipeline, diagnostics } = readPipeline(text, options);
  const inTheWay = diagnostics.filter(({ code }) => LOSSY.has(code));
  if (pipeline === undefined || inTheWay.length > 0) return { diagnostics: inTheWay };
  return { text: formatPipeline(pipeline) };
}
