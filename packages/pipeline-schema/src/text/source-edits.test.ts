import { describe, expect, it } from 'vitest';
import type { TextEdit } from '../diagnostic.ts';
import type { Json } from '../json.ts';
import { parseJsonText } from './parse-json-text.ts';
import { appendItem, insertMember, removeItem, removeMember, replaceNode } from './source-edits.ts';
import { findNode, type SourceNode } from './source-node.ts';
import { applyTextEdits } from './text-edit.ts';
import { createTreeEdits } from './tree-edits.ts';

function edit(text: string, pointer: string, edits: (node: SourceNode) => readonly TextEdit[]): string {
  const { root } = parseJsonText(text);
  const node = root && findNode(root, pointer);
  if (node === undefined) throw new Error(`nothing at ${pointer}`);
  return applyTextEdits(text, edits(node));
}

function insert(text: string, pointer: string, value: Json): string {
  return edit(text, pointer, (node) => {
    if (node.kind === 'list') return appendItem(text, node, value);
    return node.kind === 'object' ? insertMember(text, node, 'k', value) : [];
  });
}

function remove(text: string, pointer: string, child: number): string {
  return edit(text, pointer, (node) => {
    if (node.kind === 'list') return removeItem(text, node, child);
    const member = node.kind === 'object' ? node.members[child] : undefined;
    return node.kind === 'object' && member ? removeMember(text, node, member) : [];
  });
}

describe('inserting', () => {
  it.each([
    ['{"a":1}', '', '{"a":1,"k":true}'],
    ['{"a": 1}', '', '{"a": 1, "k": true}'],
    ['{ }', '', '{\n  "k": true\n}'],
    ['{\r\n  "a": 1\r\n}', '', '{\r\n  "a": 1,\r\n  "k": true\r\n}'],
    ['{\r\n  "a": {}\r\n}', '/a', '{\r\n  "a": {\r\n    "k": true\r\n  }\r\n}'],
    ['{\n  "a": { "b": {} }\n}', '/a/b', '{\n  "a": { "b": { "k": true } }\n}'],
    ['{\n  "a": []\n}', '/a', '{\n  "a": [true]\n}'],
    ['{\n    "a": 1\n}', '', '{\n    "a": 1,\n    "k": true\n}'],
    ['{\n\t"a": {}\n}', '/a', '{\n\t"a": {\n\t\t"k": true\n\t}\n}'],
    ['[1, 2]', '', '[1, 2, true]'],
    ['[\n  1\n]', '', '[\n  1,\n  true\n]'],
  ])('into %j at "%s" keeps its style', (text, pointer, expected) => {
    expect(insert(text, pointer, true)).toBe(expected);
  });

  it('indents a large value like its neighbours', () => {
    const value = { id: 'a', component: 'logger', config: { message: 'something longer' } };
    const lines = insert('{\n  "stages": [\n    {\n      "id": "z"\n    }\n  ]\n}', '/stages', value).split('\n');
    expect(lines.slice(5, 8)).toEqual(['    {', '      "id": "a",', '      "component": "logger",']);
  });

  it('keeps one line for an object among objects of one line', () => {
    const value = { id: 'a', config: { message: 'something longer', tags: ['a', 'b'] } };
    const line = '    { "id": "a", "config": { "message": "something longer", "tags": ["a", "b"] } }';
    expect(insert('[\n    { "id": "z" }\n]', '', value)).toBe(`[\n    { "id": "z" },\n${line}\n]`);
  });
});

describe('removing', () => {
  it.each([
    ['{"a":1,"b":2,"c":3}', 0, '{"b":2,"c":3}'],
    ['{"a":1,"b":2,"c":3}', 1, '{"a":1,"c":3}'],
    ['{"a":1,"b":2,"c":3}', 2, '{"a":1,"b":2}'],
    ['{ "a": 1 }', 0, '{}'],
    ['[\n  1\n]', 0, '[]'],
    ['[1, 2]', 1, '[1]'],
    ['[\n  1,\n  2\n]', 0, '[\n  2\n]'],
  ])('from %j child %d takes one comma along', (text, child, expected) => {
    expect(remove(text, '', child)).toBe(expected);
  });
});

describe('replaceNode', () => {
  it('changes only the value', () => {
    const text = '{ "a" : [1,  2] }';
    expect(edit(text, '/a/1', (node) => replaceNode(text, node, 'x"y'))).toBe('{ "a" : [1,  "x\\"y"] }');
  });
});

describe('createTreeEdits', () => {
  it('puts an item before one that is replaced', () => {
    const text = '[1, 2]';
    const { root } = parseJsonText(text);
    if (root?.kind !== 'list') throw new Error('no list');
    const edits = createTreeEdits(text);
    for (const item of root.items.slice(0, 1)) edits.replace(item, 9);
    edits.addItem(root, 0, 0);
    expect(applyTextEdits(text, edits.edits())).toBe('[0, 9, 2]');
  });
});

describe('applyTextEdits', () => {
  it('refuses edits that overlap', () => {
    const edits = [
      { start: 0, end: 2, text: '' },
      { start: 1, end: 3, text: '' },
    ];
    expect(() => applyTextEdits('abc', edits)).toThrow(RangeError);
  });
});
