import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../json.ts';
import { JmespathError } from './jmespath-error.ts';
import { parseJmespath } from './parse-jmespath.ts';
import { searchJmespath } from './search-jmespath.ts';

const data: Json = {
  a: { b: { c: 1 }, 'x-y': 2 },
  list: [0, 1, 2, 3, 4, 5],
  nested: [[1, 2], [3, [4]], 5],
  people: [
    { name: 'Zed', age: 40, tags: ['x'], state: { up: true } },
    { name: 'amy', age: 31, tags: [], state: { up: false } },
    { name: 'Bob', age: 25, tags: ['x', 'y'] },
  ],
  text: 'abc',
  empty: {},
  none: null,
};

function errorOf(expression: string, value: Json = data): object {
  try {
    return { value: searchJmespath(expression, value) };
  } catch (error) {
    if (error instanceof JmespathError) return { kind: error.kind, at: error.at };
    throw error;
  }
}

describe('searchJmespath', () => {
  it.each<[string, Json]>([
    ['a.b.c', 1],
    ['a."x-y"', 2],
    ['a.missing.deeper', null],
    ['@.text', 'abc'],
    ['list[0]', 0],
    ['list[-1]', 5],
    ['list[9]', null],
    ['list[1:3]', [1, 2]],
    ['list[::-2]', [5, 3, 1]],
    ['list[-2:]', [4, 5]],
    ['list[10:0:-3]', [5, 2]],
    ['nested[]', [1, 2, 3, [4], 5]],
    ['nested[][]', [1, 2, 3, 4, 5]],
    ['people[*].name', ['Zed', 'amy', 'Bob']],
    ['people[*].state.up', [true, false]],
    ['people[*].tags[0]', ['x', 'x']],
    ['people[].tags[]', ['x', 'x', 'y']],
    ['people[?age > `30`].name', ['Zed', 'amy']],
    ["people[?name == 'Bob'] | [0].age", 25],
    ['people[?state.up && age > `35`].name', ['Zed']],
    ['people[?!(state.up) || contains(tags, `"y"`)].name', ['amy', 'Bob']],
    ['a.*.c', [1]],
    ['*.b', [{ c: 1 }]],
    ['people[0].[name, age]', ['Zed', 40]],
    ['people[0].{n: name, "t t": tags[0]}', { n: 'Zed', 't t': 'x' }],
    ['people[*].{n: name}', [{ n: 'Zed' }, { n: 'amy' }, { n: 'Bob' }]],
    ["'raw \\'text\\''", "raw 'text'"],
    ['`{"a": [1, "\\`"]}`', { a: [1, '`'] }],
    ['`plain`', 'plain'],
    ['missing || text', 'abc'],
    ['text && `1`', 1],
    ['!empty', true],
    ['list[?@ >= `4`]', [4, 5]],
    ["text < 'b'", null],
    ['none == `null`', true],
    ['a.b == `{"c": 1}`', true],
    ['(list)[0]', 0],
    ['people[*].name | [1]', 'amy'],
    ['abs(`-1`)', 1],
    ['avg(list)', 2.5],
    ['avg(`[]`)', null],
    ['ceil(`1.2`)', 2],
    ['floor(`1.8`)', 1],
    ["contains('abc', 'b')", true],
    ['contains(text, `1`)', false],
    ["starts_with(text, 'ab')", true],
    ["ends_with(text, 'bc')", true],
    ["join('-', people[*].name)", 'Zed-amy-Bob'],
    ['keys(a)', ['b', 'x-y']],
    ['values(a.b)', [1]],
    ['length(text)', 3],
    ["length('😀')", 1],
    ['map(&age, people)', [40, 31, 25]],
    ['map(&missing, people)', [null, null, null]],
    ['max(list)', 5],
    ['min(`["b", "a"]`)', 'a'],
    ['max_by(people, &age).name', 'Zed'],
    ['min_by(people, &age).name', 'Bob'],
    ['merge(a.b, `{"d": 2}`)', { c: 1, d: 2 }],
    ['not_null(none, missing, text)', 'abc'],
    ['reverse(text)', 'cba'],
    ['reverse(list)', [5, 4, 3, 2, 1, 0]],
    ['sort(`[3, 1, 2]`)', [1, 2, 3]],
    ['sort_by(people, &name)[*].name', ['Bob', 'Zed', 'amy']],
    ['sum(list)', 15],
    ['to_array(text)', ['abc']],
    ["to_number('1.5e2')", 150],
    ["to_number('x')", null],
    ['to_string(a.b)', '{"c":1}'],
    ['type(none)', 'null'],
    ['type(list)', 'array'],
  ])('finds with %s', (expression, expected) => {
    expect(searchJmespath(expression, data)).toEqual(expected);
  });

  it.each<[string, string, number]>([
    ['a.', 'syntax', 2],
    ['a b', 'syntax', 2],
    ['[', 'syntax', 1],
    ["'open", 'syntax', 0],
    ['`{`', 'syntax', 0],
    ['list[1.5]', 'syntax', 6],
    ['list[::0]', 'invalid-value', 4],
    ['{__proto__: a}', 'syntax', 1],
    ['`{"__proto__": 1}`', 'syntax', 0],
    ['"a"(@)', 'syntax', 3],
    ['nope(@)', 'unknown-function', 0],
    ['constructor(@)', 'unknown-function', 0],
    ['abs()', 'invalid-arity', 0],
    ['abs(text)', 'invalid-type', 0],
    ['sum(`["a"]`)', 'invalid-type', 0],
    ['sort_by(people, &tags)', 'invalid-type', 0],
    ['sort_by(people, name)', 'invalid-type', 0],
    ['&a', 'invalid-type', 0],
    ['[&a]', 'invalid-type', 1],
    ['type(&a)', 'invalid-type', 0],
    ['sum(`[1e308, 1e308]`)', 'invalid-value', 0],
    ['`1e999`', 'syntax', 0],
  ])('refuses %s as %s', (expression, kind, at) => {
    expect(errorOf(expression)).toEqual({ kind, at });
  });

  it('sees own members only', () => {
    expect(searchJmespath('[constructor, toString, "__proto__", list.length]', { list: [1] })).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('never takes data for an expression reference', () => {
    expect(errorOf('map(a, list)', { a: { apply: 'x' }, list: [1] })).toEqual({ kind: 'invalid-type', at: 0 });
  });

  it.each([
    ['a chain', `a${'.a'.repeat(5_000)}`],
    ['comparisons', `a${'==a'.repeat(5_000)}`],
    ['a literal', `\`${'['.repeat(8_000)}${']'.repeat(8_000)}\``],
    ['brackets', `${'('.repeat(8_000)}a`],
    ['its length', ' '.repeat(16_385)],
  ])('refuses an expression for %s over the limit', (_what, expression) => {
    expect(errorOf(expression)).toMatchObject({ kind: 'limit' });
  });

  it('follows the longest chain that is allowed', () => {
    expect(errorOf(`a${'.a'.repeat(498)}`)).toEqual({ value: null });
    expect(errorOf(`none${'||none'.repeat(499)}`)).toEqual({ value: null });
  });

  it('stops when it is too much work', () => {
    const list = Array.from({ length: 3_000 }, (_, index) => index);
    expect(errorOf('list[*].list[*]', { list: list.map(() => ({ list })) })).toMatchObject({ kind: 'limit' });
  });

  it.each([
    ['lists of a list twice', Array(40).fill('[@,@]').join('|')],
    ['objects of an object twice', Array(60).fill('{a:@,b:@}').join('|')],
    ['the same, written as text', `${Array(40).fill('{a:@,b:@}').join('|')}|to_string(@)`],
  ])('refuses %s, which double at each step', (_what, expression) => {
    expect(errorOf(expression, { x: 1 })).toMatchObject({ kind: 'limit' });
  });

  it.each([
    ['flattened', `[${Array(200).fill('@').join(',')}][]`, Array(100_000).fill(0)],
    ['joined', "join('', @)", Array(500).fill('x'.repeat(100_000))],
    ['joined by a long text', 'join(@[0], @)', Array(500).fill('x'.repeat(100_000))],
    ['written', 'to_string(@)', Array(500).fill('x'.repeat(100_000))],
    ['merged', `merge(${Array(1_000).fill('@').join(',')})`, Object.fromEntries(Array(2_000).entries())],
    [
      'listed for each item',
      'list[*].[keys(@)]',
      { list: Array(1_000).fill(Object.fromEntries(Array(2_000).entries())) },
    ],
  ] as [string, string, Json][])('stops before a value with parts in common is %s', (_what, expression, value) => {
    expect(errorOf(expression, value)).toMatchObject({ kind: 'limit' });
  });

  it.each(['a == b', 'to_string(a)', 'contains(to_array(a), b)', 'a[].b'])(
    'copes with data nested deep: %s',
    (expression) => {
      expect(() => errorOf(expression, { a: nested(50_000), b: nested(50_000) })).not.toThrow();
    },
  );
});

describe('parseJmespath', () => {
  it('fails on nothing but errors with a place', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        '"b"',
        "'c'",
        '`1`',
        '.',
        '[',
        ']',
        '[]',
        '[?',
        '*',
        '{',
        '}',
        ':',
        ',',
        '(',
        ')',
        '@',
        '&',
        '|',
        '||',
        '&&',
        '==',
        '<',
        '!',
        '-1',
        '0',
        ' ',
        '\\',
        '`',
        '😀',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 25 }).map((all) => all.join('')),
        (expression) => {
          try {
            parseJmespath(expression);
          } catch (error) {
            expect(error).toBeInstanceOf(JmespathError);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

function nested(depth: number): Json {
  let value: Json = 1;
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}
