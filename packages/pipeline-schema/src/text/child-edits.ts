import type { TextEdit } from '../diagnostic.ts';
import type { SourceList, SourceMember, SourceObject } from './source-node.ts';
import { lineBefore, lineIndentAt, type TextStyle } from './text-style.ts';

/** A value or member that is to be added. */
export interface NewChild {
  /** It is a plain value, so that a list of such keeps to one line. */
  readonly isAtom: boolean;
  /** It has line breaks of its own to keep, also among neighbours of one line each. */
  readonly keepsLines?: boolean;
  /** Its text, to continue a line of this indentation; undefined when all stands in one line. */
  print(indent: string | undefined): string;
}

/** What becomes of the items of a list or the members of an object. Indexes are those of the text as it is. */
export interface ChildChanges {
  readonly removed: ReadonlySet<number>;
  /** Before which index (or the count, for the end) what is added. */
  readonly added: ReadonlyMap<number, readonly NewChild[]>;
}

/**
 * The edits that make `changes`, in ascending order; they cost what there is to change, not what there is. Line breaks,
 * indentation and separators are taken from the children that are there; a container whose last child goes is left as
 * `[]` or `{}`.
 */
export function childEdits(
  text: string,
  container: SourceObject | SourceList,
  { removed, added }: ChildChanges,
  style: TextStyle,
): TextEdit[] {
  const { count, at } = childrenOf(container);
  const indexes = [...added.keys()].sort((a, b) => a - b);
  const addedIn = (from: number, to: number): readonly NewChild[] =>
    indexes.filter((index) => index >= from && index <= to).flatMap((index) => added.get(index) ?? []);
  if (removed.size >= count) return refill(text, container, addedIn(0, count), style);

  const { separator, indent, isOneLine } = layoutOf(text, container, style);
  return jointsOf(removed, indexes).flatMap(({ from, to }) => {
    const printed = addedIn(from, to).map((child) =>
      child.print(isOneLine && child.keepsLines !== true ? undefined : indent),
    );
    const edit =
      to < count
        ? { start: at(from).start, end: at(to).start, text: printed.map((child) => child + separator).join('') }
        : { start: at(from - 1).end, end: at(count - 1).end, text: printed.map((child) => separator + child).join('') };
    return edit.start === edit.end && edit.text === '' ? [] : [edit];
  });
}

/** The stretches of children to take out, from `from` to before `to`; empty ones where something is only added. */
function jointsOf(removed: ReadonlySet<number>, added: readonly number[]): readonly { from: number; to: number }[] {
  const joints: { from: number; to: number }[] = [];
  const touched = [
    ...[...removed].map((at) => ({ from: at, to: at + 1 })),
    ...added.map((at) => ({ from: at, to: at })),
  ];
  for (const { from, to } of touched.sort((a, b) => a.from - b.from || a.to - b.to)) {
    const before = joints.at(-1);
    if (before !== undefined && from <= before.to) before.to = Math.max(before.to, to);
    else joints.push({ from, to });
  }
  return joints;
}

/** From its key to the end of its value. */
function stretchOf(member: SourceMember | undefined): Stretch | undefined {
  return member && { start: member.keyStart, end: member.value?.end ?? member.keyEnd };
}

type Stretch = { readonly start: number; readonly end: number };
type Container = SourceObject | SourceList;

function childrenOf(container: Container): { count: number; at(index: number): Stretch } {
  const none = { start: container.start + 1, end: container.start + 1 };
  if (container.kind === 'list') {
    const { items } = container;
    return { count: items.length, at: (index) => items[index] ?? none };
  }
  const { members } = container;
  return { count: members.length, at: (index) => stretchOf(members[index]) ?? none };
}

/** How a container that keeps children separates them. */
function layoutOf(
  text: string,
  container: Container,
  style: TextStyle,
): { separator: string; indent: string | undefined; isOneLine: boolean } {
  const { count, at } = childrenOf(container);
  const gap = text.slice(container.start + 1, at(0).start);
  const own = gap.includes('\n') ? `,${gap.slice(gap.search(/\r?\n/))}` : style.comma;
  const separator = count < 2 ? own : text.slice(at(count - 2).end, at(count - 1).start);
  if (!separator.includes('\n')) return { separator, indent: undefined, isOneLine: true };
  // Among stages of one line each, a new one takes one line too.
  const isOneLine = container.kind === 'list' && isOneLineObject(text, container.items.at(-1));
  return { separator, indent: separator.slice(separator.lastIndexOf('\n') + 1), isOneLine };
}

function isOneLineObject(text: string, node: SourceList['items'][number] | undefined): boolean {
  return node?.kind === 'object' && node.members.length > 0 && !text.slice(node.start, node.end).includes('\n');
}

/** Fills a container that keeps none of its children. */
function refill(text: string, container: Container, added: readonly NewChild[], style: TextStyle): TextEdit[] {
  const { count, at } = childrenOf(container);
  const start = container.start + 1;
  const end = Math.max(start, container.end - 1);
  if (added.length === 0) return count === 0 ? [] : [{ start, end, text: '' }];
  const isShortList = container.kind === 'list' && added.every(({ isAtom }) => isAtom);
  const isMultiLine =
    count > 0 ? text.slice(start, at(0).start).includes('\n') : !isShortList && hasOwnLine(text, container);
  if (!isMultiLine) {
    const printed = added.map((child) => child.print(undefined)).join(style.comma);
    const pad = container.kind === 'object' && style.comma !== ',' ? ' ' : '';
    return [{ start, end, text: pad + printed + pad }];
  }
  const outer = lineIndentAt(text, container.start);
  const inner = outer + style.unit;
  const printed = added.map((child) => child.print(inner)).join(`,${style.eol}${inner}`);
  return [{ start, end, text: `${style.eol}${inner}${printed}${style.eol}${outer}` }];
}

/** Nothing but a key stands before the container in its line, so that it may take several. */
function hasOwnLine(text: string, container: Container): boolean {
  const before = lineBefore(text, container.start);
  if (before === undefined) return container.pointer === '' && container.kind === 'object';
  return /^\s*(?:"(?:[^"\\]|\\.)*"\s*:\s*)?$/.test(before);
}
