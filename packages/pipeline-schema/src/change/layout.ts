import type { Json } from '../json.ts';
import type { SourceObject } from '../text/source-node.ts';
import { type ChangeContext, type Planned, type Refusal, refuse } from './change-context.ts';
import { DOCUMENT_KEY_ORDER, indexInOrder } from './key-order.ts';
import type { PipelineChange, StagePosition } from './pipeline-change.ts';

/** Plans positions that a person gave to stages, or took back. */
export function setPositions(
  context: ChangeContext,
  { positions }: PipelineChange & { type: 'set_positions' },
): Planned | Refusal {
  const ids = Object.keys(positions);
  const what = ids.length === 1 ? ids[0] : `${ids.length} stages`;
  const isReset = Object.values(positions).every((position) => position === null);
  return writePositions(context, positions) ?? { label: isReset ? `Lay ${what} out automatically` : `Place ${what}` };
}

/**
 * Puts positions into `layout`, whole numbers, and takes those out that are null. Only the program writes `layout`, so it
 * goes with its last entry. Called once for one change.
 */
export function writePositions(
  context: ChangeContext,
  positions: Readonly<Record<string, StagePosition | null>>,
): Refusal | undefined {
  const { object, edits } = context;
  const wanted = Object.entries(positions).map(
    ([id, position]) => [id, position === null ? null : position.map(Math.round)] as const,
  );
  const written = wanted.flatMap(([id, position]): [string, Json][] => (position === null ? [] : [[id, position]]));
  if (written.some(([id]) => id === '__proto__')) return refuse('"__proto__" cannot be the id of a stage.');
  if (object === undefined) return undefined;
  const member = context.document.fields.get('layout');
  if (member?.value === undefined) {
    if (written.length > 0) addDocumentMember(context, object, 'layout', Object.fromEntries(written));
    return undefined;
  }
  const layout = member.value;
  if (layout.kind !== 'object') return refuse('"layout" is no object, so no position can be kept. Repair it first.');
  const gone = wanted.filter(([id, position]) => position === null && layout.byKey.has(id));
  if (gone.length === layout.members.length && written.length === 0) {
    if (gone.length > 0) edits.removeMember(object, member);
    return undefined;
  }
  for (const [id, position] of wanted) {
    const before = layout.byKey.get(id);
    if (position === null) {
      if (before !== undefined) edits.removeMember(layout, before);
    } else if (before?.value !== undefined) edits.replace(before.value, position);
    else edits.addMember(layout, layout.members.length, id, position);
  }
  return undefined;
}

/** Adds a top-level key where the canonical order has it. */
export function addDocumentMember({ edits }: ChangeContext, object: SourceObject, key: string, value: Json): void {
  const place = { order: DOCUMENT_KEY_ORDER, canonical: (written: string) => written };
  edits.addMember(object, indexInOrder(object, key, place), key, value);
}
