import type { ComponentDescription, FieldRule } from '../component.ts';

/** Of a config field that its component does not name, and of every field of a component that is not known. */
export const STRICT: FieldRule = { policy: 'strict' };

/** Of `retry.condition`, in every stage. */
export const RETRY_CONDITION: FieldRule = { policy: 'condition', roots: ['output', 'attempt'] };

/** Of all texts in `output_mapping`. */
export const OUTPUT_MAPPING: FieldRule = { policy: 'lenient', secrets: 'refuse' };

/** Of `settings.concurrency.key`: known before anything runs, and recorded, so it is made of nothing else. */
export const CONCURRENCY_KEY: FieldRule = { policy: 'strict', onlyRoots: ['env', 'input'] };

const PLAIN: FieldRule = { policy: 'raw' };

/**
 * The rule of a field by its canonical path: below the stage (`['config', 'url']`, `['retry', 'condition']`), or below the
 * document (`['output_mapping', 'url']`, `['settings', 'concurrency', 'key']`). Everything that is never a template is `raw`.
 */
export function fieldRuleAt(
  path: readonly (string | number)[],
  component: ComponentDescription | undefined,
): FieldRule {
  const [first, second, third] = path;
  if (first === 'config') return component?.fields[String(second)] ?? STRICT;
  if (first === 'retry' && second === 'condition') return RETRY_CONDITION;
  if (first === 'settings' && second === 'concurrency' && third === 'key') return CONCURRENCY_KEY;
  return first === 'output_mapping' ? OUTPUT_MAPPING : PLAIN;
}
