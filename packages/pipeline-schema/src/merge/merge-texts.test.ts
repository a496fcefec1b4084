import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MergeSide } from './merge-conflict.ts';
import { mergeTexts } from './merge-texts.ts';

const BASE = `{
  "name": "deploy",
  "version": "1.0.0",
  "stages": [
    { "id": "ping", "component": "http_request", "config": { "url": "https://a/", "method": "GET" } },
    { "id": "tell", "component": "logger", "depends_on": ["ping"], "config": { "message": "ok" } }
  ]
}
`;

function merge(mine: string, theirs: string, choices: Record<string, MergeSide> = {}) {
  const result = mergeTexts({ base: BASE, mine, theirs }, new Map(Object.entries(choices)));
  if (result.status !== 'merged') throw new Error(`${result.side} cannot be read`);
  return result;
}

describe('mergeTexts', () => {
  it('takes what only one side has changed, to the byte', () => {
    const theirs = BASE.replace('1.0.0', '1.1.0').replace('"ok"', '"done"');
    expect(merge(BASE, theirs)).toEqual({ status: 'merged', text: theirs, conflicts: [] });
    expect(merge(theirs, BASE)).toEqual({ status: 'merged', text: theirs, conflicts: [] });
  });

  it('joins changes of two fields of one stage', () => {
    const { text, conflicts } = merge(BASE.replace('https://a/', 'https://b/'), BASE.replace('"GET"', '"HEAD"'));
    expect(text).toBe(BASE.replace('https://a/', 'https://b/').replace('"GET"', '"HEAD"'));
    expect(conflicts).toEqual([]);
  });

  it('keeps the spelling of mine where the other side only laid out anew', () => {
    const mine = BASE.replace('"ok"', '"done"');
    expect(merge(mine, JSON.stringify(JSON.parse(BASE))).text).toBe(mine);
  });

  it('puts a stage of theirs behind the stage that it stands behind there', () => {
    const added = '{ "id": "wait", "component": "wait", "config": { "seconds": 1 } }';
    const theirs = BASE.replace('    { "id": "tell"', `    ${added},\n    { "id": "tell"`);
    const mine = BASE.replace('"deploy"', '"ship"');
    expect(merge(mine, theirs).text).toBe(theirs.replace('"deploy"', '"ship"'));
  });

  it('takes stages that both sides have added', () => {
    const add = (id: string) => BASE.replace('\n  ]', `,\n    { "id": "${id}", "component": "logger" }\n  ]`);
    const { text, conflicts } = merge(add('mine'), add('theirs'));
    expect(JSON.parse(text).stages.map((stage: { id: string }) => stage.id)).toEqual([
      'ping',
      'tell',
      'theirs',
      'mine',
    ]);
    expect(conflicts).toEqual([]);
  });

  it('takes a stage out that the other side has deleted and mine has not touched', () => {
    const mine = BASE.replace('"ok"', '"done"');
    const theirs = BASE.replace(/ {4}\{ "id": "ping".*\n/, '').replace('["ping"]', '[]');
    expect(JSON.parse(merge(mine, theirs).text).stages).toEqual([
      { id: 'tell', component: 'logger', depends_on: [], config: { message: 'done' } },
    ]);
  });

  it('joins what both sides have added to a list of names and taken out of it', () => {
    const base = '{"depends_on": ["a", "b"]}';
    const result = mergeTexts({ base, mine: '{"depends_on": ["b", "c"]}', theirs: '{"depends_on": ["a", "b", "d"]}' });
    expect(result).toEqual({ status: 'merged', text: '{"depends_on": ["b", "d", "c"]}', conflicts: [] });
  });

  it('takes the order of the side that has changed it', () => {
    const base = '["a", "b", "c"]';
    const result = mergeTexts({ base, mine: '["a", "b", "c", "d"]', theirs: '["c", "b", "a"]' });
    expect(result).toMatchObject({ text: '["c", "d", "b", "a"]', conflicts: [] });
  });

  it('tells of a list whose order both sides have changed', () => {
    const result = mergeTexts({ base: '["a", "b", "c"]', mine: '["b", "a", "c"]', theirs: '["c", "b", "a"]' });
    expect(result).toMatchObject({ conflicts: [{ key: '' }], text: '["b", "a", "c"]' });
  });

  it('keeps mine of a value that both have changed, and tells what stands on each side', () => {
    const { text, conflicts } = merge(BASE.replace('"ok"', '"mine"'), BASE.replace('"ok"', '"theirs"'));
    expect(text).toBe(BASE.replace('"ok"', '"mine"'));
    expect(conflicts).toEqual([
      { key: '/stages/tell/config/message', base: '"ok"', mine: '"mine"', theirs: '"theirs"' },
    ]);
  });

  it('decides a conflict as it is told', () => {
    const [mine, theirs] = [BASE.replace('"ok"', '"mine"'), BASE.replace('"ok"', '"theirs"')];
    expect(merge(mine, theirs, { '/stages/tell/config/message': 'theirs' }).text).toBe(theirs);
  });

  it('asks about a stage that one side deleted and the other changed', () => {
    const mine = BASE.replace(/,\n {4}\{ "id": "tell".*/, '');
    const theirs = BASE.replace('"ok"', '"theirs"');
    const { text, conflicts } = merge(mine, theirs);
    expect([text, conflicts.map(({ key, mine: own }) => [key, own])]).toEqual([mine, [['/stages/tell', undefined]]]);
    expect(JSON.parse(merge(mine, theirs, { '/stages/tell': 'theirs' }).text)).toEqual(JSON.parse(theirs));
  });

  it('tells numbers apart that JavaScript cannot hold', () => {
    const [mine, theirs] = ['{"n": 9007199254740993}', '{"n": 9007199254740992}'];
    expect(mergeTexts({ base: '{"n": 1}', mine, theirs })).toMatchObject({ conflicts: [{ key: '/n' }] });
  });

  it('decides a whole object where a key stands twice', () => {
    const [mine, theirs] = ['{"a": 1, "a": 2, "b": 1}', '{"a": 1, "b": 2}'];
    expect(mergeTexts({ base: '{"a": 1, "b": 1}', mine, theirs })).toMatchObject({
      conflicts: [{ key: '' }],
      text: mine,
    });
  });

  it.each(['base', 'mine', 'theirs'] as const)('says that %s cannot be read', (side) => {
    expect(mergeTexts({ base: '{}', mine: '{}', theirs: '{}', [side]: '{ "a": ' })).toEqual({
      status: 'unreadable',
      side,
    });
  });
});

type Document = { name: string; stages: { id: string; depends_on: string[]; config: Record<string, number> }[] };

const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const documents: fc.Arbitrary<Document> = fc.record({
  name: fc.string(),
  stages: fc
    .constant(IDS)
    .map((ids) => ids.map((id, index) => ({ id, depends_on: ids.slice(0, index % 3), config: { x: index, y: 0 } }))),
});
/** What one side does to the stages that are its own. */
const edits = fc.array(
  fc.record({ stage: fc.nat(2), field: fc.constantFrom('x', 'y', 'z'), value: fc.nat(), isGone: fc.boolean() }),
  { maxLength: 4 },
);
const styles = fc.constantFrom(undefined, 2, '\t');

function edit(document: Document, own: readonly string[], list: readonly Edit[]): Document {
  const copy = structuredClone(document);
  for (const { stage, field, value, isGone } of list) {
    const id = own[stage];
    const found = copy.stages.find((candidate) => candidate.id === id);
    if (isGone) copy.stages = copy.stages.filter((candidate) => candidate !== found);
    else if (found) found.config[field] = value;
  }
  return copy;
}
type Edit = { stage: number; field: string; value: number; isGone: boolean };

describe('mergeTexts, whatever two people do to stages of their own', () => {
  it('has the changes of both and no conflict', () => {
    fc.assert(
      fc.property(documents, edits, edits, styles, (document, mine, theirs, style) => {
        const [own, others] = [IDS.slice(0, 3), IDS.slice(3)];
        const print = (value: Document) => JSON.stringify(value, null, style);
        const result = mergeTexts({
          base: print(document),
          mine: print(edit(document, own, mine)),
          theirs: print(edit(document, others, theirs)),
        });
        expect(result).toEqual({
          status: 'merged',
          text: print(edit(edit(document, own, mine), others, theirs)),
          conflicts: [],
        });
      }),
      { numRuns: 500 },
    );
  });

  it('gives a side back to the byte when the other has done nothing', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), (base, changed) => {
        const asTheirs = mergeTexts({ base, mine: base, theirs: changed });
        const asMine = mergeTexts({ base, mine: changed, theirs: base });
        const read = (result: typeof asMine) => result.status === 'merged' && JSON.parse(result.text);
        expect([read(asTheirs), read(asMine)]).toEqual([JSON.parse(changed), JSON.parse(changed)]);
      }),
    );
  });

  it('gives JSON whatever the three are', () => {
    fc.assert(
      fc.property(fc.json(), fc.json(), fc.json(), (base, mine, theirs) => {
        const result = mergeTexts({ base, mine, theirs });
        expect(() => result.status === 'merged' && JSON.parse(result.text)).not.toThrow();
      }),
      { numRuns: 1000 },
    );
  });
});
