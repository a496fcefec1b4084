import { describe, expect, it } from 'vitest';
import { compileTemplate } from '../compile-template.ts';
import { ExprError } from '../expr-error.ts';
import { filterNames, findFilter } from './find-filter.ts';

const scope = {
  input: {
    people: [
      { name: 'Zed', age: 40 },
      { name: 'amy', age: 31 },
      { name: 'Bob', age: null },
    ],
    text: 'one  two',
    lines: 'a\nb\n\nc',
    empty: [],
  },
};

function outcomeOf(expression: string, mode: 'strict' | 'lenient' = 'strict'): unknown {
  try {
    return compileTemplate(`{{ ${expression} }}`).run(scope, { mode, nowMs: 0 }).value;
  } catch (error) {
    if (error instanceof ExprError) return error.code;
    throw error;
  }
}

describe('findFilter', () => {
  it('knows the filters of the language, and path', () => {
    expect([...filterNames()].sort()).toEqual([
      ...['abs', 'b64decode', 'b64encode', 'bool', 'capitalize', 'count', 'd', 'default', 'first', 'float', 'fromjson'],
      ...[
        'indent',
        'int',
        'isoformat',
        'items',
        'join',
        'keys',
        'last',
        'length',
        'list',
        'lower',
        'map',
        'max',
        'min',
      ],
      ...['path', 'reject', 'rejectattr', 'replace', 'reverse', 'round', 'select', 'selectattr', 'sort', 'split'],
      ...[
        'string',
        'sum',
        'title',
        'tojson',
        'trim',
        'truncate',
        'unique',
        'upper',
        'urlencode',
        'values',
        'wordcount',
      ],
    ]);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('does not know %s', (name) => {
    expect(findFilter(name)).toBeUndefined();
  });
});

describe('filters', () => {
  it.each([
    ['input.text | path', 'one  two'],
    ["'a/b' | path", 'a/b'],
    ["'a/../b' | path", 'E_VALUE'],
    ["'a/%2E%2e' | path", 'E_VALUE'],
    ["'a\\\\..' | path", 'E_VALUE'],
    ["null | default(value='v')", 'v'],
    ["null | default('p', value='v')", 'p'],
    ['null | default(null)', null],
    ["[{'a': 1, 'b': 2}, {'b': 2, 'a': 1}, {'a': 1}] | unique | length", 2],
    ["[1, true, '1', 1] | unique", [1, true, '1']],
    ["['b', 'A', 'a'] | sort", ['A', 'a', 'b']],
    ["['b', 'A', 'a'] | sort(case_sensitive=true)", ['A', 'a', 'b']],
    ["['b', 'A'] | sort(reverse=true)", ['b', 'A']],
    ["input.people | map(attribute='name') | join('-')", 'Zed-amy-Bob'],
    ["input.people | join('-', 'name')", 'Zed-amy-Bob'],
    ["input.people | map(attribute='nope')", 'E_UNDEFINED'],
    ["input.people | map(attribute='nope', default=0)", [0, 0, 0]],
    ["input.people | sort(attribute='age')", 'E_TYPE'],
    ["input.people | sum(attribute='age')", 'E_TYPE'],
    ["input.people | sum(attribute='nope')", 'E_UNDEFINED'],
    [
      "input.people | max(attribute='name') | items",
      [
        ['name', 'Zed'],
        ['age', 40],
      ],
    ],
    ['[1, 2] | sum(start=10)', 13],
    ['input.empty | max', 'E_UNDEFINED'],
    ['input.empty | max | default(0)', 0],
    ['input.lines | indent(2)', 'a\n  b\n\n  c'],
    ['input.lines | indent(2, true)', '  a\n  b\n\n  c'],
    ["'a.b' | split('.')", ['a', 'b']],
    ["'xxaxx' | trim('x')", 'a'],
    ["'xx' | trim('x')", ''],
    ["'aaa' | replace('a', 'b', 2)", 'bba'],
    ["'aaa' | replace('a', 'b', count=0)", 'aaa'],
    ["'aGk=' | b64decode", 'hi'],
    ["'/w==' | b64decode", 'E_VALUE'],
    ["'?' | b64decode", 'E_VALUE'],
    ["'😀é' | b64encode | b64decode", '😀é'],
    ["'a\u{1f600}b' | reverse", 'b\u{1f600}a'],
    ["'1e999' | float(7)", 7],
    ['input.nothing | int(7)', 7],
    ['input.nothing | float(0.5)', 0.5],
    ["'12abc' | int", 0],
    ["' 42 ' | int", 42],
    ['-1.5 | round(method="floor")', -2],
    ['1e20 | isoformat', 'E_VALUE'],
    ["'x' | isoformat", 'E_TYPE'],
    ["[1, 2] | map('round', 1)", [1, 2]],
    ['[1] | map', 'E_ARGS'],
    ["[3, 1] | select('gt', 2)", [3]],
    ["[3, 1] | select('gt')", 'E_ARGS'],
    ["{'a': 1} | tojson(2)", '{\n  "a": 1\n}'],
  ])('%s gives %j', (expression, expected) => {
    expect(outcomeOf(expression)).toEqual(expected);
  });

  it('sorts what cannot be ordered to the end when that is tolerated', () => {
    expect(outcomeOf("input.people | sort(attribute='age') | map(attribute='name')", 'lenient')).toEqual([
      'amy',
      'Zed',
      'Bob',
    ]);
  });

  it('leaves out of a sum what is missing when that is tolerated', () => {
    expect(outcomeOf("input.people | sum(attribute='nope')", 'lenient')).toBe(0);
  });
});
