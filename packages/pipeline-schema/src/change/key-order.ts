import type { SourceObject } from '../text/source-node.ts';

/** The keys of a stage in the order in which the canonical form writes them. */
export const STAGE_KEY_ORDER: readonly string[] = [
  ...['id', 'name', 'description', 'component', 'depends_on', 'join', 'config', 'timeout_ms', 'deadline_ms', 'retry'],
  ...['on_error', 'idempotent', 'on_interrupt', 'disabled'],
];

/** The keys of a document in that order. */
export const DOCUMENT_KEY_ORDER: readonly string[] = [
  ...['$schema', 'name', 'version', 'description', 'category', 'tags', 'difficulty', 'input_schema', 'output_schema'],
  ...['sample_input', 'settings', 'stages', 'output_mapping', 'output_stage_id', 'layout', 'notes'],
];

/**
 * Where in `object` a member `key` belongs: behind the last one that stands before it in `order`. `canonical` reads the
 * keys that are written; those that the format does not know have no say.
 */
export function indexInOrder(
  object: SourceObject,
  key: string,
  { order, canonical }: { order: readonly string[]; canonical: (written: string) => string | undefined },
): number {
  const rank = order.indexOf(key);
  if (rank < 0) return object.members.length;
  return object.members.reduce((index, member, at) => {
    const other = order.indexOf(canonical(member.key) ?? '');
    return other >= 0 && other <= rank ? at + 1 : index;
  }, 0);
}
