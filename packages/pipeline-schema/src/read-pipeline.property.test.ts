import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testCatalog } from './catalog.test-support.ts';
import { createPipelineReader, type PipelineReading, readPipeline } from './read-pipeline.ts';
import { parseJsonText } from './text/parse-json-text.ts';
import type { SourceNode } from './text/source-node.ts';

const DATA = new URL('../test-data/', import.meta.url);
const broken = readdirSync(new URL('broken/', DATA)).filter((file) => file !== 'expected.json');
const documents = ['seed-cicd.json', 'seed-incident.json', ...broken.map((file) => `broken/${file}`)].map((file) =>
  readFileSync(new URL(file, DATA), 'utf8'),
);

/** The stages of a text as it has them; none when it has no list of stages. */
function stagesIn(text: string): readonly SourceNode[] {
  const { root } = parseJsonText(text);
  const list = root?.kind === 'object' ? root.byKey.get('stages')?.value : root;
  return list?.kind === 'list' ? list.items : [];
}

const stageTexts = documents.flatMap((text) => stagesIn(text).map(({ start, end }) => text.slice(start, end)));
const ids = [...new Set(stageTexts.flatMap((text) => /"id":\s*"([^"]*)"/.exec(text)?.[1] ?? []))];

/** Stages of which each says much about the others, so that a change of one changes what is true of another. */
const NEAR = ['loop', 'way', 'a', 'b', 'b-a', 'c'];
const near = fc.constantFrom(...NEAR);
const reads = fc
  .tuple(
    near,
    fc.constantFrom('{{N.output.x}}', '{{b-N.output}}', '{{stages.N.output.x}}', '{{N}}', '{{upstream.N.x}}'),
  )
  .map(([name, form]) => form.replace('N', name));
const some = fc.uniqueArray(near, { maxLength: 3 });
const coupled = fc
  .record({
    id: near,
    depends_on: some,
    kind: fc.constantFrom('logger', 'logger', 'logger', 'foreach', 'conditional', 'trycatch'),
    lists: fc.tuple(some, some),
    says: reads,
    variable: fc.constantFrom('item', 'a', 'b', 'c'),
    disabled: fc.boolean(),
    scope: fc.constantFrom('fail', 'continue'),
    join: fc.constantFrom('any', 'all', 'always'),
  })
  .map(({ kind, lists: [one, two], says, variable, scope, ...stage }) => {
    const configs = {
      logger: { message: says },
      foreach: { items: [1], item_variable: variable, stages: one },
      conditional: { condition: '{{true}}', if_true: one, if_false: two },
      trycatch: { try: one, catch: two, error_scope: scope },
    };
    return JSON.stringify({ ...stage, component: kind, config: configs[kind as keyof typeof configs] });
  });
/** In an order in which they can run: each stage waits for stages before it, and lists stages behind it. */
const coupledDocument = fc
  .tuple(fc.subarray(NEAR, { minLength: 3 }), fc.array(coupled, { minLength: 7, maxLength: 7 }))
  .map(([names, stages]) => {
    const texts = names.map((name, index) =>
      (stages[index] ?? '')
        .replace(/"id":"[^"]*"/, `"id":"${name}"`)
        .replace(/"depends_on":\[[^\]]*\]/, `"depends_on":[${index === 0 ? '' : `"${names[index - 1]}"`}]`)
        .replace('"disabled":true', '"disabled":false')
        .replace(/"message":"[^"]*"/, (message) =>
          index % 2 === 0 ? message : `"message":"{{stages.${names[index - 1]}.output.x}}"`,
        )
        .replace(/"(?:if_true|if_false|try|catch|stages)":\[[^\]]*\]/g, (list) =>
          keepNames(list, names.slice(index + 1)),
        ),
    );
    return `{"name": "near", "version": "1.0.0", "stages": [\n${texts.join(',\n')}]}`;
  });

/** A member that is a list of names, with only those that are among `names`. */
function keepNames(member: string, names: readonly string[]): string {
  return member.replace(
    /\[.*\]/,
    (list) => `[${(list.match(/"[^"]*"/g) ?? []).filter((each) => names.includes(each.slice(1, -1)))}]`,
  );
}

/** A document that holds stages of all kinds, with nearly every finding that there is. */
const mixed = fc
  .tuple(
    fc.shuffledSubarray(stageTexts, { maxLength: 8 }),
    fc.constantFrom('\n', '\r\n', ' '),
    fc.constantFrom(...documents),
  )
  .map(([stages, eol, other]) => {
    const head = '{"name": "mixed", "version": "1.0.0", "input_schema": {"type": "object", "properties": {"a": {}}},';
    const tail = `], "output_mapping": {"x": "{{stages.${ids[0]}.output.body}} {{upstream.${ids[1]}.y}}"}, "layout": {}}`;
    return stages.length === 0 ? other : `${head}${eol}"stages": [${stages.join(`,${eol}`)}${tail}`;
  });
const start = fc.oneof(coupledDocument, coupledDocument, mixed, fc.constantFrom(...documents));

type Edit = (text: string) => string;

/** Puts `make`'s text into the place of the stage, or as it is when there is none. */
function ofStage(pick: number, make: (stage: string, stages: readonly string[]) => string): Edit {
  return (text) => {
    const nodes = stagesIn(text);
    const node = nodes[pick % Math.max(1, nodes.length)];
    if (node === undefined) return text;
    const stages = nodes.map((each) => text.slice(each.start, each.end));
    return text.slice(0, node.start) + make(text.slice(node.start, node.end), stages) + text.slice(node.end);
  };
}

function swap(a: number, b: number): Edit {
  return (text) => {
    const nodes = stagesIn(text);
    const [one, two] = [nodes[a % nodes.length], nodes[b % nodes.length]].sort(
      (x, y) => (x?.start ?? 0) - (y?.start ?? 0),
    );
    if (one === undefined || two === undefined || one.end > two.start) return text;
    const between = text.slice(one.end, two.start);
    return `${text.slice(0, one.start)}${text.slice(two.start, two.end)}${between}${text.slice(one.start, one.end)}${text.slice(two.end)}`;
  };
}

const pick = fc.nat(40);
const id = fc.constantFrom(...ids, 'fresh', 'toString', 'é');
const piece = fc.constantFrom(
  ...[
    '',
    ' ',
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '\\',
    '{{',
    '}}',
    '\r\n',
    '0',
    '1e999',
    '12345678901234567890',
    'null',
  ],
  ...[
    '"x": 1,',
    '"id": "x",',
    '"__proto__": {},',
    '{{input.a}}',
    '{{upstream.a.b}}',
    '{{a.output}}',
    '{{vars.to_be_written}}',
  ],
  ...[
    '\\u0041',
    '\\"',
    '{{ now() }}',
    '{{secrets.key}}',
    '{{ item.x | upper + 1 }}',
    '"stages": [],',
    '"item_variable": "a",',
  ],
);

/** One value of a stage, as a form would set it. */
const setting = fc.oneof(
  fc.constantFrom('true', 'false').map((to): [RegExp, string] => [/"disabled":(?:true|false)/, `"disabled":${to}`]),
  fc.constantFrom('fail', 'continue').map((to): [RegExp, string] => [/"error_scope":"\w*"/, `"error_scope":"${to}"`]),
  fc.constantFrom('all', 'always').map((to): [RegExp, string] => [/"join":"\w*"/, `"join":"${to}"`]),
  near.map((to): [RegExp, string] => [/"item_variable":"\w*"/, `"item_variable":"${to}"`]),
  near.map((to): [RegExp, string] => [/"(if_true|try|stages)":\[[^\]]*\]/, `"$1":["${to}"]`]),
  reads.map((to): [RegExp, string] => [/"message":"[^"]*"/, `"message":"${to}"`]),
);

/** A change of one of the stages that say much about each other. */
const nearEdit: fc.Arbitrary<Edit> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(pick, setting).map(([which, [from, to]]) => ofStage(which, (stage) => stage.replace(from, to))),
  },
  { weight: 1, arbitrary: fc.tuple(pick, coupled).map(([which, other]) => ofStage(which, () => other)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(pick, near)
      .map(([which, to]) => ofStage(which, (stage) => stage.replace(/"id":\s*"[^"]*"/, `"id":"${to}"`))),
  },
);

const edit: fc.Arbitrary<Edit> = fc.oneof(
  nearEdit,
  nearEdit,
  fc.tuple(fc.nat(), fc.nat(3), piece).map(
    ([at, length, put]): Edit =>
      (text) => {
        const from = at % (text.length + 1);
        return text.slice(0, from) + put + text.slice(from + length);
      },
  ),
  // A piece at the end of a text inside the document, where people type.
  fc.tuple(fc.nat(), piece).map(
    ([at, put]): Edit =>
      (text) => {
        const from = text.indexOf('"', at % (text.length + 1));
        return from < 0 ? text : text.slice(0, from) + put + text.slice(from);
      },
  ),
  fc.tuple(pick, id).map(([which, to]) => ofStage(which, (stage) => stage.replace(/"id":\s*"[^"]*"/, `"id": "${to}"`))),
  fc.tuple(id, id).map(
    ([from, to]): Edit =>
      (text) =>
        text.replaceAll(`"${from}"`, `"${to}"`),
  ),
  pick.map((which) => ofStage(which, (stage) => `${stage}, ${stage}`)),
  fc
    .tuple(pick, fc.constantFrom(...stageTexts))
    .map(([which, other]) => ofStage(which, (stage) => `${other},\n${stage}`)),
  fc.tuple(pick, fc.constantFrom(...stageTexts)).map(([which, other]) => ofStage(which, () => other)),
  pick.map(
    (which): Edit =>
      (text) => {
        const nodes = stagesIn(text);
        const at = which % Math.max(1, nodes.length);
        const [node, next] = [nodes[at], nodes[at + 1]];
        return node && next ? text.slice(0, node.start) + text.slice(next.start) : text;
      },
  ),
  fc
    .tuple(pick, id)
    .map(([which, other]) =>
      ofStage(which, (stage) => stage.replace(/"depends_on":\s*\[[^\]]*\]/, `"depends_on": ["${other}"]`)),
    ),
  fc.tuple(pick, pick).map(([a, b]) => swap(a, b)),
  fc.constantFrom<Edit>(
    (text) => text.replaceAll('\n', '\r\n'),
    (text) => text.replaceAll('\r\n', '\n'),
    (text) => text.replace(/"(true|if_true)"/, '"if_false"'),
    (text) => text.replace('"stages"', '"stage"'),
    (text) => text.replace('"output_mapping"', '"output_stage_id": "a", "output_mapping"'),
  ),
);

/** Everything that a reading tells. */
function told(reading: PipelineReading) {
  const { locate, pointerOfStage, ...rest } = reading;
  const pointers = reading.pipeline?.stages.map(({ id: stageId }) => pointerOfStage(stageId)) ?? [];
  const asked = [
    '',
    '/stages/0',
    '/stages/1/config',
    ...pointers,
    ...reading.diagnostics.map(({ pointer }) => pointer),
  ];
  return { ...rest, pointers, places: asked.map((pointer) => locate(pointer ?? '/none')) };
}

/** Reads the texts that `edits` lead to, each with one reader and anew. */
function expectSame(text: string, edits: readonly (readonly [Edit, boolean])[]): void {
  const reader = createPipelineReader({ components: testCatalog });
  const texts = [text];
  for (const [each, isTakenBack] of edits) {
    const last = texts.at(-1) ?? '';
    texts.push(each(last));
    if (isTakenBack) texts.push(last);
  }
  for (const each of texts) {
    const known = told(reader.read(each));
    expect(known).toEqual(told(readPipeline(each, { components: testCatalog })));
  }
}

function editsOf(each: fc.Arbitrary<Edit>) {
  return fc.array(fc.tuple(each, fc.boolean()), { minLength: 1, maxLength: 10 });
}

describe('createPipelineReader', () => {
  it('gives what a reading of the whole text gives, after any edits', () => {
    fc.assert(fc.property(start, editsOf(edit), expectSame), { numRuns: 200 });
  }, 300_000);

  it('gives what a reading of the whole text gives when stages change that others speak of', () => {
    fc.assert(fc.property(coupledDocument, editsOf(nearEdit), expectSame), { numRuns: 600 });
  }, 300_000);

  it.each([
    ['the variable of its loop', '"item_variable":"x"', '"item_variable":"y"', 'unknown-namespace'],
    ['a stage that it reads', '"id":"first","disabled":false', '"id":"first","disabled":true', 'may-be-skipped'],
    ['the order of the two', '"depends_on":["first"]', '"depends_on":[]', 'not-upstream'],
  ])('finds what is wrong with a stage after another one changed: %s', (_, from, to, code) => {
    const stages = [
      '{"id":"first","disabled":false,"component":"logger","depends_on":[],"config":{"message":"m"}}',
      '{"id":"each","component":"foreach","depends_on":["first"],"config":{"items":[1],"item_variable":"x","stages":["one"]}}',
      '{"id":"one","component":"logger","depends_on":[],"config":{"message":"{{x}} {{stages.first.output.a}}"}}',
    ];
    const text = `{"name":"n","version":"1.0.0","stages":[${stages.join(',')}]}`;
    const reader = createPipelineReader({ components: testCatalog });
    expect(reader.read(text).diagnostics.map((each) => each.code)).toEqual([]);
    expect(reader.read(text.replace(from, to)).diagnostics.map((each) => each.code)).toEqual([code]);
  });
});
