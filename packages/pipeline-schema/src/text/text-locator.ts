import type { Range } from '../diagnostic.ts';
import { createLineIndex } from './line-index.ts';
import { parseJsonText } from './parse-json-text.ts';
import { findNode } from './source-node.ts';

/** Finds the range of a value by its JSON pointer. Reads `text` when it is first asked, and once; in a text that nests too deep it finds nothing. */
export function createTextLocator(text: string): (pointer: string) => Range | undefined {
  let find: ((pointer: string) => Range | undefined) | undefined;
  return (pointer) => {
    find ??= finderIn(text);
    return find(pointer);
  };
}

function finderIn(text: string): (pointer: string) => Range | undefined {
  const { root } = parseJsonText(text);
  const lines = createLineIndex(text);
  return (pointer) => {
    const node = root && findNode(root, pointer);
    return node && lines.rangeOf(node.start, node.end);
  };
}
