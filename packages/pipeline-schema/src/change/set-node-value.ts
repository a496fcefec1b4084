import type { Json } from '../json.ts';
import type { SourceMember, SourceNode, SourceObject } from '../text/source-node.ts';
import type { TreeEdits } from '../text/tree-edits.ts';

/** Leads to a value: keys of objects, indexes of lists. */
export type ValuePath = readonly (string | number)[];

/** Where a member stands, or would. */
export interface MemberPlace {
  readonly object: SourceObject;
  readonly member: SourceMember | undefined;
  /** For a member that is not there: its key, and before which member it goes. */
  readonly key: string;
  readonly index: number;
}

/**
 * Sets the value at `path` below a member, or takes it away when `value` is undefined; what is missing on the way is made.
 * A single value on the way counts as a list of one.
 */
export function setMemberValue(edits: TreeEdits, place: MemberPlace, path: ValuePath, value: Json | undefined): void {
  const { object, member, key, index } = place;
  if (member === undefined) {
    if (value !== undefined) edits.addMember(object, index, key, nested(path, value));
  } else if (path.length === 0 && value === undefined) edits.removeMember(object, member);
  else if (member.value === undefined) return;
  else if (path.length === 0 && value !== undefined) edits.replace(member.value, value);
  else setInside(edits, member.value, path, value);
}

function setInside(edits: TreeEdits, node: SourceNode, [step, ...rest]: ValuePath, value: Json | undefined): void {
  if (step === undefined) return;
  if (node.kind === 'object') {
    const key = String(step);
    const place = { object: node, member: node.byKey.get(key), key, index: node.members.length };
    setMemberValue(edits, place, rest, value);
    return;
  }
  if (node.kind === 'list') {
    const index = Number(step);
    // A list where an object belongs is wrong as it is.
    if (!Number.isInteger(index) || index < 0) {
      if (value !== undefined) edits.replace(node, nested([step, ...rest], value));
      return;
    }
    const item = node.items[index];
    if (item === undefined) {
      if (value !== undefined) edits.addItem(node, node.items.length, nested(rest, value));
    } else if (rest.length > 0) setInside(edits, item, rest, value);
    else if (value === undefined) edits.removeItem(node, index);
    else edits.replace(item, value);
    return;
  }
  const isListOfOne = typeof step === 'number' && node.value !== null;
  if (isListOfOne && rest.length === 0) {
    const others = step === 0 ? [] : [node.value];
    if (value !== undefined) edits.replace(node, [...others, value]);
    else if (step === 0) edits.replace(node, []);
  } else if (value !== undefined) edits.replace(node, nested([step, ...rest], value));
}

function nested([step, ...rest]: ValuePath, value: Json): Json {
  if (step === undefined) return value;
  return typeof step === 'number' ? [nested(rest, value)] : { [step]: nested(rest, value) };
}
