import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { followText } from './follow-text.ts';
import { parseStrictJson } from './parse-strict-json.ts';
import type { SourceList, SourceNode } from './source-node.ts';

function listIn(root: SourceNode): SourceList | undefined {
  const list = root.kind === 'object' ? root.byKey.get('list')?.value : root;
  return list?.kind === 'list' ? list : undefined;
}

const item = fc.oneof(
  fc.record({ id: fc.string({ maxLength: 2 }), of: fc.jsonValue({ maxDepth: 2 }) }),
  fc.constantFrom(1, 12, -3, '', [], {}, null),
);
const document = fc
  .record({
    before: fc.jsonValue({ maxDepth: 1 }),
    list: fc.array(item, { maxLength: 5 }),
    behind: fc.jsonValue({ maxDepth: 2 }),
    isBare: fc.boolean(),
    indent: fc.constantFrom(undefined, 2),
  })
  .map(({ isBare, indent, ...rest }) => JSON.stringify(isBare ? rest.list : rest, null, indent));
const edit = fc.record({
  at: fc.nat(),
  length: fc.oneof(fc.constant(0), fc.nat(4), fc.nat(60)),
  put: fc.oneof(
    fc.constantFrom('', ' ', ',', '1', '-', '"', '{}', ', {}', '{}, ', '],[', ']', '[', '}, {', ']], [['),
    fc.constantFrom('"list": []', '"list": [', '\r\n', 'true', '{"id": "x"},', ',"list":[2]'),
  ),
});

function apply(text: string, { at, length, put }: { at: number; length: number; put: string }): string {
  const start = at % (text.length + 1);
  return text.slice(0, start) + put + text.slice(start + length);
}

describe('followText', () => {
  it('gives the tree that the whole text has, after any edits', () => {
    fc.assert(
      fc.property(document, fc.array(edit, { maxLength: 8 }), (start, edits) => {
        const root = parseStrictJson(start);
        let last = root && { text: start, root };
        let text = start;
        for (const each of edits) {
          text = apply(last?.text ?? text, each);
          const whole = parseStrictJson(text);
          const followed = last && followText(last, text, listIn);
          if (followed !== undefined) expect(followed).toEqual(whole);
          const next = followed ?? whole;
          if (next !== undefined) last = { text, root: next };
        }
      }),
      { numRuns: 3_000 },
    );
  }, 60_000);

  it('keeps the nodes of the items that an edit does not touch', () => {
    const text = '{"list": [{"a": 1}, {"b": 2}, {"c": 3}], "x": 0}';
    const root = parseStrictJson(text);
    const [first, second, third] = (root && listIn(root)?.items) ?? [];
    const next = root && followText({ text, root }, text.replace('2', '"two"'), listIn);
    const items = (next && listIn(next)?.items) ?? [];
    expect([items[0] === first, items[1] === second, items[2] === third]).toEqual([true, false, true]);
  });
});
