import type { SourceNode } from '../text/source-node.ts';

/** A value with the text that it stands in. */
export interface Slot {
  readonly text: string;
  readonly node: SourceNode;
}

/** The value as it is written; undefined for none. */
export function writtenIn(slot: Slot | undefined): string | undefined {
  return slot?.text.slice(slot.node.start, slot.node.end);
}

/** True for values that mean the same, however they are laid out and whatever the order of their keys. */
export function isSameValue(a: Slot | undefined, b: Slot | undefined): boolean {
  if (!a || !b) return a === b;
  return writtenIn(a) === writtenIn(b) || isSameNode(a, b);
}

function isSameNode({ text: aText, node: a }: Slot, { text: bText, node: b }: Slot): boolean {
  if (a.kind === 'object' && b.kind === 'object') {
    if (a.members.length !== b.members.length || a.members.length !== a.byKey.size) return false;
    return a.members.every(({ key, value }) => {
      const other = b.byKey.get(key)?.value;
      return (
        value !== undefined &&
        other !== undefined &&
        isSameNode({ text: aText, node: value }, { text: bText, node: other })
      );
    });
  }
  if (a.kind === 'list' && b.kind === 'list') {
    if (a.items.length !== b.items.length) return false;
    return a.items.every((item, index) => {
      const other = b.items[index];
      return other !== undefined && isSameNode({ text: aText, node: item }, { text: bText, node: other });
    });
  }
  if (a.kind !== 'scalar' || b.kind !== 'scalar') return false;
  // Numbers by their digits: those that JavaScript cannot hold would look alike.
  return typeof a.value === 'string'
    ? a.value === b.value
    : aText.slice(a.start, a.end) === bText.slice(b.start, b.end);
}
