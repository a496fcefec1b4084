import { type JSONVisitor, visit } from 'jsonc-parser';
import { findTooDeep, MAX_JSON_DEPTH } from './json-limits.ts';
import { pointerSegment } from './json-pointer.ts';
import { parseStrictJson } from './parse-strict-json.ts';
import type { SourceNode, SourceObject } from './source-node.ts';

/** A place where a text is not JSON. */
export interface JsonSyntaxError {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** What could be read of a JSON text: as much of the tree as there is, also when there are errors. */
export interface ParsedJsonText {
  readonly root: SourceNode | undefined;
  readonly errors: readonly JsonSyntaxError[];
}

/** Reads JSON as RFC 8259 has it: no comments, no trailing commas. Total: of a text that nests too deep nothing is read. */
export function parseJsonText(text: string): ParsedJsonText {
  const strict = parseStrictJson(text);
  return strict === undefined ? parseFaultyText(text) : { root: strict, errors: [] };
}

/** What can be made of a text that is no JSON, or nests too deep. */
export function parseFaultyText(text: string): ParsedJsonText {
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) {
    const message = `this nests deeper than ${MAX_JSON_DEPTH} levels`;
    return { root: undefined, errors: [{ message, start: tooDeep, end: tooDeep + 1 }] };
  }
  const errors: JsonSyntaxError[] = [];
  const tree = treeVisitor();
  visit(
    text,
    {
      ...tree.visitor,
      onError: (code, start, length) => {
        // The first error of a place is its cause; what follows at the same place is only its echo.
        if (errors.at(-1)?.start === start) return;
        errors.push({ message: messageOf(text, code, start), start, end: start + Math.max(length, 0) });
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  if (errors.length === 0) {
    const strict = findStrictError(text);
    if (strict !== undefined) errors.push(strict);
  }
  return { root: tree.root(), errors };
}

type OpenNode = Exclude<SourceNode, { kind: 'scalar' }>;

function treeVisitor(): { visitor: JSONVisitor; root: () => SourceNode | undefined } {
  let root: SourceNode | undefined;
  const open: OpenNode[] = [];
  let property: SourceObject['members'][number] | undefined;

  const nextPointer = (): string => {
    const parent = open.at(-1);
    if (parent === undefined) return '';
    return parent.kind === 'list' ? parent.pointer + pointerSegment(parent.items.length) : (property?.pointer ?? '');
  };
  const place = (node: SourceNode): void => {
    const parent = open.at(-1);
    if (parent === undefined) root ??= node;
    else if (parent.kind === 'list') parent.items.push(node);
    else if (property !== undefined) property.value = node;
  };
  const push = (node: OpenNode): void => {
    place(node);
    open.push(node);
  };
  const pop = (end: number): void => {
    const node = open.pop();
    if (node !== undefined) node.end = end;
  };

  return {
    root: () => root,
    visitor: {
      onObjectBegin: (start, length) =>
        push({ kind: 'object', start, end: start + length, pointer: nextPointer(), members: [], byKey: new Map() }),
      onObjectProperty: (key, keyStart, length) => {
        const parent = open.at(-1);
        if (parent?.kind !== 'object') return;
        const pointer = parent.pointer + pointerSegment(key);
        property = { key, keyStart, keyEnd: keyStart + length, pointer, value: undefined };
        parent.members.push(property);
        parent.byKey.set(key, property);
      },
      onObjectEnd: (offset, length) => pop(offset + length),
      onArrayBegin: (start, length) =>
        push({ kind: 'list', start, end: start + length, pointer: nextPointer(), items: [] }),
      onArrayEnd: (offset, length) => pop(offset + length),
      onLiteralValue: (value, start, length) =>
        place({ kind: 'scalar', start, end: start + length, pointer: nextPointer(), value }),
    },
  };
}

/** What the tolerant parser lets pass and `JSON.parse` does not, such as `01`. */
function findStrictError(text: string): JsonSyntaxError | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    return { message: `this is not JSON: ${message}`, start: at, end: Math.min(at + 1, text.length) };
  }
}

function messageOf(text: string, code: number, start: number): string {
  if (text[start] === '\uFEFF') return 'this is a byte order mark, which JSON does not allow';
  return MESSAGES[code] ?? 'this is not JSON';
}

/** By jsonc-parser's error codes, which are a `const enum` and so only numbers here. */
const MESSAGES: Readonly<Record<number, string>> = {
  1: 'unexpected characters; texts stand in double quotes, and true, false and null are the only bare words',
  2: 'this is not a number as JSON writes it',
  3: 'expected a key in double quotes; a comma before the closing brace is not allowed in JSON',
  4: 'expected a value; a comma before the closing bracket is not allowed in JSON',
  5: 'expected ":" after the key',
  6: 'expected a comma between two members',
  7: 'expected "}"; an object is not closed',
  8: 'expected "]"; a list is not closed',
  9: 'there is more text after the end of the document',
  10: 'comments are not allowed in JSON',
  11: 'this comment has no end, and comments are not allowed in JSON',
  12: 'this text has no closing quote; a line break inside a text is written \\n',
  13: 'this number is cut off',
  14: '\\u needs four hexadecimal digits',
  15: 'unknown escape; JSON knows \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\uXXXX',
  16: 'control characters inside a text are written as escapes, such as \\n or \\u0000',
};
