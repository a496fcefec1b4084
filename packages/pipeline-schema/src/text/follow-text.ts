import { pointerSegment } from './json-pointer.ts';
import { parseStrictJson } from './parse-strict-json.ts';
import type { SourceList, SourceNode } from './source-node.ts';

/** A text that is JSON, with its tree. */
export interface ParsedText {
  readonly text: string;
  readonly root: SourceNode;
}

/** What two texts share at their ends, which never overlap. */
type Ends = { readonly before: number; readonly after: number };

/**
 * The tree of `text`, made out of the tree of the text before it: the items of the list that `listIn` finds stay the very
 * same nodes where they were not touched, and are only moved. Takes `last` over: its nodes then have the places of
 * `text`. Undefined, and `last` as it was, when the text must be read as a whole: it is not JSON, or was changed inside
 * and outside the list at once.
 */
export function followText(
  last: ParsedText,
  text: string,
  listIn: (root: SourceNode) => SourceList | undefined,
): SourceNode | undefined {
  const list = listIn(last.root);
  if (list === undefined) return undefined;
  const ends = commonEnds(last.text, text);
  const changedTo = last.text.length - ends.after;
  if (list.start < ends.before && changedTo < list.end) return followItems(last, list, text, ends);
  if (list.end <= ends.before || changedTo <= list.start) return followRest(last, list, text, listIn, ends);
  return undefined;
}

/** The change lies between the brackets of the list: only the items that it touches are read. */
function followItems({ text: old, root }: ParsedText, list: SourceList, text: string, { before, after }: Ends) {
  const { items } = list;
  const grown = text.length - old.length;
  // An item counts as untouched only together with the character beside it: a number may go on behind its last digit.
  const firstTouched = items.findIndex(({ end }) => end >= before);
  const kept = firstTouched < 0 ? items : items.slice(0, firstTouched);
  const firstMoved = items.findIndex(({ start }) => start > old.length - after);
  const moved = firstMoved < 0 ? [] : items.slice(firstMoved);
  const [lastKept] = kept.slice(-1);
  const [nextMoved] = moved;
  const from = lastKept?.end ?? list.start + 1;
  const to = (nextMoved?.start ?? list.end - 1) + grown;

  // Empty objects stand for the neighbours. Only what is JSON between them cannot have closed the list around it.
  const opening = lastKept === undefined ? '[[' : '[[{}';
  const closing = nextMoved === undefined ? ']]' : '{}]]';
  const around = parseStrictJson(opening + text.slice(from, to) + closing);
  const [inner, ...others] = around?.kind === 'list' ? around.items : [];
  if (inner?.kind !== 'list' || others.length > 0) return undefined;
  const fresh = inner.items.slice(lastKept === undefined ? 0 : 1, nextMoved === undefined ? undefined : -1);

  for (const [index, item] of fresh.entries()) {
    move(item, from - opening.length);
    repoint(item, list.pointer + pointerSegment(kept.length + index));
  }
  const isRenumbered = kept.length + fresh.length + moved.length !== items.length;
  for (const [index, item] of moved.entries()) {
    move(item, grown);
    if (isRenumbered) repoint(item, list.pointer + pointerSegment(kept.length + fresh.length + index));
  }
  return withList(root, list, { ...list, end: list.end + grown, items: [...kept, ...fresh, ...moved] });
}

/** The change lies before or behind the list: everything but the list is read. */
function followRest(
  { text: old }: ParsedText,
  list: SourceList,
  text: string,
  listIn: (root: SourceNode) => SourceList | undefined,
  { before }: Ends,
): SourceNode | undefined {
  const shift = list.end <= before ? 0 : text.length - old.length;
  const [start, end] = [list.start + shift, list.end + shift];
  const root = parseStrictJson(`${text.slice(0, start)}[]${text.slice(end)}`);
  const gap = root && listIn(root);
  if (root === undefined || gap === undefined) return undefined;
  if (gap.start !== start || gap.items.length > 0 || gap.pointer !== list.pointer) return undefined;
  if (shift !== 0) for (const item of list.items) move(item, shift);
  return withList(root, gap, { ...list, start, end });
}

/** `root` with `list` in the place of `old`, and all that stands behind it moved as far as the list has grown. */
function withList(root: SourceNode, old: SourceList, list: SourceList): SourceNode {
  if (root.kind !== 'object') return list;
  const by = list.end - old.end;
  for (const member of root.members) {
    if (member.value === old) member.value = list;
    else if (member.keyStart > list.start) {
      member.keyStart += by;
      member.keyEnd += by;
      if (member.value !== undefined) move(member.value, by);
    }
  }
  root.end += by;
  return root;
}

function move(node: SourceNode, by: number): void {
  node.start += by;
  node.end += by;
  if (node.kind === 'list') for (const item of node.items) move(item, by);
  else if (node.kind === 'object') {
    for (const member of node.members) {
      member.keyStart += by;
      member.keyEnd += by;
      if (member.value !== undefined) move(member.value, by);
    }
  }
}

function repoint(node: SourceNode, pointer: string): void {
  node.pointer = pointer;
  if (node.kind === 'list') for (const [index, item] of node.items.entries()) repoint(item, `${pointer}/${index}`);
  else if (node.kind === 'object') {
    for (const member of node.members) {
      member.pointer = pointer + pointerSegment(member.key);
      if (member.value !== undefined) repoint(member.value, member.pointer);
    }
  }
}

/** Compared in stretches first: the engine compares those far faster than we compare characters. */
const STRETCH = 4096;

function commonEnds(a: string, b: string): Ends {
  const most = Math.min(a.length, b.length);
  let before = 0;
  while (before + STRETCH <= most && a.startsWith(b.slice(before, before + STRETCH), before)) before += STRETCH;
  while (before < most && a.charCodeAt(before) === b.charCodeAt(before)) before += 1;
  const rest = most - before;
  let after = 0;
  while (after + STRETCH <= rest && a.endsWith(b.slice(b.length - after - STRETCH, b.length - after), a.length - after))
    after += STRETCH;
  while (after < rest && a.charCodeAt(a.length - 1 - after) === b.charCodeAt(b.length - 1 - after)) after += 1;
  return { before, after };
}
