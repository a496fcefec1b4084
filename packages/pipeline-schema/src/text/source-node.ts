import type { Json } from '../json.ts';
import { pointerSegments } from './json-pointer.ts';

/** A value of a JSON text with its place. `end` is the first offset behind it; `pointer` leads to it from the root. */
export type SourceNode = SourceObject | SourceList | SourceScalar;

/** The place is not readonly: `follow-text.ts` moves the parts of a text that an edit leaves as they are. */
type Placed = { start: number; end: number; pointer: string };

export type SourceObject = Placed & {
  readonly kind: 'object';
  /** In the order of the text; a key that stands twice is here twice. */
  readonly members: SourceMember[];
  /** By key; of a key that stands twice, the last one, as in `JSON.parse`. */
  readonly byKey: Map<string, SourceMember>;
};

export type SourceList = Placed & { readonly kind: 'list'; readonly items: SourceNode[] };

export type SourceScalar = Placed & { readonly kind: 'scalar'; readonly value: null | boolean | number | string };

/** One `"key": value`. In a text with errors the value may be missing. */
export type SourceMember = {
  readonly key: string;
  keyStart: number;
  keyEnd: number;
  pointer: string;
  value: SourceNode | undefined;
};

/**
 * The node behind `pointer`, if there is one. An index into a scalar gives the scalar itself, because a single name may
 * stand for a list of one.
 */
export function findNode(root: SourceNode, pointer: string): SourceNode | undefined {
  return findNodeAt(root, pointerSegments(pointer));
}

/** As `findNode`, by the steps of the pointer. */
export function findNodeAt(root: SourceNode, path: readonly (string | number)[]): SourceNode | undefined {
  let node: SourceNode | undefined = root;
  for (const step of path) {
    if (node === undefined) return undefined;
    if (node.kind === 'object') node = node.byKey.get(String(step))?.value;
    else if (node.kind === 'list') node = /^(0|[1-9]\d*)$/.test(String(step)) ? node.items[Number(step)] : undefined;
    else if (String(step) !== '0') return undefined;
  }
  return node;
}

/** As `findNodeAt`, but where the path ends early gives the deepest node that exists. */
export function deepestNodeAt(root: SourceNode, path: readonly (string | number)[]): SourceNode {
  let node = root;
  for (const step of path) {
    const next = findNodeAt(node, [step]);
    if (next === undefined) return node;
    node = next;
  }
  return node;
}

/** The plain value of a node. Members named `__proto__` are left out (they are diagnosed), members without value too. */
export function toJson(node: SourceNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(toJson);
  const value: Record<string, Json> = {};
  for (const member of node.byKey.values()) {
    if (member.value !== undefined && member.key !== '__proto__') value[member.key] = toJson(member.value);
  }
  return value;
}

/** The text of a node that is a string. */
export function textOf(node: SourceNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined;
}
