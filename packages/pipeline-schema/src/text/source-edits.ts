import type { TextEdit } from '../diagnostic.ts';
import type { Json } from '../json.ts';
import type { SourceList, SourceMember, SourceNode, SourceObject } from './source-node.ts';

/** Edits that keep the style of their surroundings: line breaks and indentation are taken from the neighbours. */

/** Takes a member out, with one of the commas beside it. */
export function removeMember(text: string, object: SourceObject, member: SourceMember): TextEdit[] {
  const index = object.members.indexOf(member);
  const around = [index - 1, index, index + 1].map((at) => stretchOf(object.members[at]));
  return removeChild(text, { previous: around[0], child: around[1], next: around[2] });
}

/** Takes an item out of a list, with one of the commas beside it. */
export function removeItem(text: string, list: SourceList, index: number): TextEdit[] {
  return removeChild(text, { previous: list.items[index - 1], child: list.items[index], next: list.items[index + 1] });
}

/** Gives a member another key. */
export function renameKey(member: SourceMember, key: string): TextEdit[] {
  return [{ start: member.keyStart, end: member.keyEnd, text: JSON.stringify(key) }];
}

/** Puts `value` in the place of a node. */
export function replaceNode(text: string, node: SourceNode, value: Json): TextEdit[] {
  return [{ start: node.start, end: node.end, text: print(value, lineIndentAt(text, node.start)) }];
}

/** Adds a member at the end of an object. */
export function insertMember(text: string, object: SourceObject, key: string, value: Json): TextEdit[] {
  const ends = { first: stretchOf(object.members[0]), last: stretchOf(object.members.at(-1)) };
  return insertChild(text, object, ends, (indent) => `${JSON.stringify(key)}: ${print(value, indent)}`);
}

/** Adds an item at the end of a list. */
export function appendItem(text: string, list: SourceList, value: Json): TextEdit[] {
  const ends = { first: list.items[0], last: list.items.at(-1) };
  return insertChild(text, list, ends, (indent) => print(value, indent));
}

type Stretch = { readonly start: number; readonly end: number };

function stretchOf(member: SourceMember | undefined): Stretch | undefined {
  return member && { start: member.keyStart, end: member.value?.end ?? member.keyEnd };
}

type Neighbours = { readonly [Place in 'previous' | 'child' | 'next']: Stretch | undefined };

function removeChild(text: string, { previous, child, next }: Neighbours): TextEdit[] {
  if (child === undefined) return [];
  if (next !== undefined) return [{ start: child.start, end: next.start, text: '' }];
  if (previous !== undefined) return [{ start: previous.end, end: child.end, text: '' }];
  // The only child: what stands before it goes too, so that `{ "a": 1 }` becomes `{ }` and not `{  }`.
  const before = /\s*$/.exec(text.slice(Math.max(0, child.start - 200), child.start))?.[0].length ?? 0;
  return [{ start: child.start - before, end: child.end, text: '' }];
}

/** `indent` is given to `printed` as the indentation of the new child's line, or undefined when all stands in one line. */
function insertChild(
  text: string,
  parent: Stretch,
  { first, last }: { readonly first: Stretch | undefined; readonly last: Stretch | undefined },
  printed: (indent: string | undefined) => string,
): TextEdit[] {
  if (first === undefined || last === undefined) {
    const outer = lineIndentAt(text, parent.start);
    const isMultiLine = text.slice(Math.max(0, parent.start - LOOK_BACK), parent.start).includes('\n');
    const inner = `${outer}  `;
    const body = isMultiLine ? `\n${inner}${printed(inner)}\n${outer}` : printed(undefined);
    return [{ start: parent.start + 1, end: Math.max(parent.start + 1, parent.end - 1), text: body }];
  }
  const gap = text.slice(parent.start + 1, first.start);
  const isMultiLine = gap.includes('\n');
  const indent = isMultiLine ? gap.slice(gap.lastIndexOf('\n') + 1) : undefined;
  const separator = isMultiLine ? `,\n${indent}` : ', ';
  return [{ start: last.end, end: last.end, text: separator + printed(indent) }];
}

/** How far back the start of a line is looked for; a document in one long line has no indentation. */
const LOOK_BACK = 2000;

/** The blanks at the start of the line that `offset` stands in. */
function lineIndentAt(text: string, offset: number): string {
  const before = text.slice(Math.max(0, offset - LOOK_BACK), offset);
  const lineStart = before.lastIndexOf('\n');
  return lineStart < 0 ? '' : (/^[ \t]*/.exec(before.slice(lineStart + 1))?.[0] ?? '');
}

/** JSON in one line when it is short or `indent` is undefined, else indented to continue a line at `indent`. */
function print(value: Json, indent: string | undefined): string {
  const flat = JSON.stringify(value);
  if (indent === undefined || typeof value !== 'object' || value === null || flat.length <= 40) return flat;
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}
