import type { TextEdit } from '../diagnostic.ts';
import type { Json } from '../json.ts';
import type { SourceList, SourceMember, SourceNode, SourceObject } from './source-node.ts';
import { createTreeEdits, type TreeEdits } from './tree-edits.ts';

/** Single changes of a parsed text, for quick fixes. The style is that of their surroundings, as with `createTreeEdits`. */

/** Takes a member out, with one of the commas beside it. */
export function removeMember(text: string, object: SourceObject, member: SourceMember): TextEdit[] {
  return once(text, (edits) => edits.removeMember(object, member));
}

/** Takes an item out of a list, with one of the commas beside it. */
export function removeItem(text: string, list: SourceList, index: number): TextEdit[] {
  return index < 0 ? [] : once(text, (edits) => edits.removeItem(list, index));
}

/** Gives a member another key. */
export function renameKey(member: SourceMember, key: string): TextEdit[] {
  return [{ start: member.keyStart, end: member.keyEnd, text: JSON.stringify(key) }];
}

/** Puts `value` in the place of a node. */
export function replaceNode(text: string, node: SourceNode, value: Json): TextEdit[] {
  return once(text, (edits) => edits.replace(node, value));
}

/** Adds a member at the end of an object. */
export function insertMember(text: string, object: SourceObject, key: string, value: Json): TextEdit[] {
  return once(text, (edits) => edits.addMember(object, object.members.length, key, value));
}

/** Adds an item at the end of a list. */
export function appendItem(text: string, list: SourceList, value: Json): TextEdit[] {
  return once(text, (edits) => edits.addItem(list, list.items.length, value));
}

function once(text: string, change: (edits: TreeEdits) => void): TextEdit[] {
  const edits = createTreeEdits(text);
  change(edits);
  return edits.edits();
}
