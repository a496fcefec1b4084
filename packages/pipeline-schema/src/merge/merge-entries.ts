import { type SourceList, type SourceObject, textOf } from '../text/source-node.ts';
import type { Slot } from './slot.ts';

/** A child of an object or list, as merging sees it. */
export interface Entry {
  /** What it is known by on all sides: its key, its id or name, or the name that it is. */
  readonly name: string;
  /** What stands before its value: of a member the key with its colon. */
  readonly prefix: string;
  readonly slot: Slot;
  /** The text between it and what stands before it, comma included. */
  readonly gap: string;
  /** The first offset behind it. */
  readonly end: number;
  /** Its place among its neighbours means something. */
  readonly countsOrder: boolean;
}

/**
 * The children of an object, or of a list whose items have names: stages by `id`, routes and notes by `id` or `name`, and
 * texts by themselves. Undefined for anything else, and where a name stands twice.
 */
export function entriesOf(slot: Slot): readonly Entry[] | undefined {
  const { node } = slot;
  const entries =
    node.kind === 'object' ? membersOf(slot, node) : node.kind === 'list' ? itemsOf(slot, node) : undefined;
  if (!entries || new Set(entries.map(({ name }) => name)).size < entries.length) return undefined;
  return entries;
}

function membersOf({ text }: Slot, object: SourceObject): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  let at = object.start + 1;
  for (const { key, keyStart, value } of object.members) {
    if (!value) return undefined;
    entries.push({
      name: key,
      prefix: text.slice(keyStart, value.start),
      slot: { text, node: value },
      gap: text.slice(at, keyStart),
      end: value.end,
      countsOrder: false,
    });
    at = value.end;
  }
  return entries;
}

function itemsOf({ text }: Slot, list: SourceList): readonly Entry[] | undefined {
  const entries: Entry[] = [];
  let at = list.start + 1;
  for (const node of list.items) {
    const name =
      node.kind === 'object' ? textOf(node.byKey.get('id')?.value ?? node.byKey.get('name')?.value) : textOf(node);
    if (name === undefined) return undefined;
    const gap = text.slice(at, node.start);
    // The first of routes that fits is taken, and the stages of a scope follow each other; the list of stages is a set.
    const countsOrder = node.kind !== 'object' || !node.byKey.has('id');
    entries.push({ name, prefix: '', slot: { text, node }, gap, end: node.end, countsOrder });
    at = node.end;
  }
  return entries;
}
