import type { TextEdit } from '../diagnostic.ts';
import type { Json } from '../json.ts';
import { type ChildChanges, childEdits, type NewChild } from './child-edits.ts';
import { isAtom, printJson } from './print-json.ts';
import { type SourceList, type SourceMember, type SourceNode, type SourceObject, toJson } from './source-node.ts';
import { lineBefore, lineIndentAt, type TextStyle, textStyleOf } from './text-style.ts';

/**
 * Collects changes of one parsed text, in any order, and gives them as edits. All nodes, indexes and offsets are those of
 * the text as it was parsed. What is taken out takes the changes inside it along.
 */
export interface TreeEdits {
  readonly style: TextStyle;
  /** Nothing when it has that value already, however it is spelled. */
  replace(node: SourceNode, value: Json): void;
  replaceText(start: number, end: number, replacement: string): void;
  renameKey(member: SourceMember, key: string): void;
  removeItem(list: SourceList, index: number): void;
  /** Before the item `index`; behind the last one when there is none. Several at one index stand in the order of the calls. */
  addItem(list: SourceList, index: number, item: Json | NewChild): void;
  removeMember(object: SourceObject, member: SourceMember): void;
  /** Before the member `index`; behind the last one when there is none. */
  addMember(object: SourceObject, index: number, key: string, value: Json): void;
  /** Ascending, not overlapping. */
  edits(): TextEdit[];
}

/** A collector for `text`, with nothing to change yet. */
export function createTreeEdits(text: string): TreeEdits {
  const style = textStyleOf(text);
  const loose: TextEdit[] = [];
  const changes = new Map<SourceObject | SourceList, ChildChanges & Mutable>();
  const changesOf = (container: SourceObject | SourceList): Mutable => {
    const found = changes.get(container) ?? { removed: new Set(), added: new Map() };
    changes.set(container, found);
    return found;
  };
  const add = (container: SourceObject | SourceList, index: number, child: NewChild): void => {
    const { added } = changesOf(container);
    const before = added.get(index);
    if (before === undefined) added.set(index, [child]);
    else before.push(child);
  };
  return {
    style,
    replace: (node, value) => {
      if (JSON.stringify(toJson(node)) === JSON.stringify(value)) return;
      const isInline = lineBefore(text, node.start) === undefined;
      const printed = printJson(value, style, isInline ? undefined : lineIndentAt(text, node.start));
      loose.push({ start: node.start, end: node.end, text: printed });
    },
    replaceText: (start, end, replacement) => loose.push({ start, end, text: replacement }),
    renameKey: (member, key) => loose.push({ start: member.keyStart, end: member.keyEnd, text: JSON.stringify(key) }),
    removeItem: (list, index) => changesOf(list).removed.add(index),
    addItem: (list, index, item) =>
      add(list, Math.min(index, list.items.length), isNewChild(item) ? item : newValue(item, style)),
    removeMember: (object, member) => changesOf(object).removed.add(object.members.indexOf(member)),
    addMember: (object, index, key, value) =>
      add(object, Math.min(index, object.members.length), newMember(key, value, style)),
    edits: () =>
      withoutInner([
        ...loose,
        ...[...changes].flatMap(([container, each]) => childEdits(text, container, each, style)),
      ]),
  };
}

/** A value as a child of a list. */
function newValue(value: Json, style: TextStyle): NewChild {
  return { isAtom: isAtom(value), print: (indent) => printJson(value, style, indent) };
}

/** A `"key": value` as a child of an object. */
function newMember(key: string, value: Json, style: TextStyle): NewChild {
  return {
    isAtom: false,
    print: (indent) => `${JSON.stringify(key)}${style.colon}${printJson(value, style, indent)}`,
  };
}

type Mutable = { readonly removed: Set<number>; readonly added: Map<number, NewChild[]> };

/** A function stands in no JSON, so one that prints tells a child from a value. */
function isNewChild(item: Json | NewChild): item is NewChild {
  return typeof item === 'object' && item !== null && 'print' in item && typeof item.print === 'function';
}

/** In order, without the edits that lie inside a larger one. What is put in right before a value does not lie inside it. */
function withoutInner(edits: readonly TextEdit[]): TextEdit[] {
  const isInsertion = ({ start, end }: TextEdit): number => Number(start === end);
  const sorted = edits.toSorted((a, b) => a.start - b.start || isInsertion(b) - isInsertion(a) || b.end - a.end);
  const kept: TextEdit[] = [];
  let reached = -1;
  for (const edit of sorted) {
    if (edit.end <= reached && edit.start < reached) continue;
    kept.push(edit);
    reached = Math.max(reached, edit.end);
  }
  return kept;
}
