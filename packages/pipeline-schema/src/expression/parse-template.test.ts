import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from './any-text.test-support.ts';
import { ExprError } from './expr-error.ts';
import { parseTemplate } from './parse-template.ts';

/** Pieces that make templates which nearly parse. */
const piece = fc.constantFrom(
  ...['{{', '}}', '{%', ' raw %}', '{% raw %}', '{% endraw %}', '{', '}', '(', ')', '[', ']', '.', '|', ':', ',', '='],
  ...[
    '==',
    '!',
    '&&',
    '-',
    '--',
    '+',
    '*',
    '**',
    '//',
    '~',
    '<',
    "'",
    '"',
    '\\',
    '\\u00',
    '`',
    '?',
    '\n',
    '\u00a0',
    '\ud800',
  ],
  ...[
    'input',
    'stages',
    'a-b',
    '1',
    '1e9',
    '0x',
    ' ',
    'if',
    'else',
    'not',
    'in',
    'is',
    'and',
    'or',
    'round',
    'é',
    '😀',
  ],
);
const nearlyTemplate = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

describe('parseTemplate', () => {
  it('gives the parts without gaps', () => {
    const { parts } = parseTemplate('a{{ input.x }}b{% raw %}{{c}}{% endraw %}');
    expect(parts.map(({ kind, start, end }) => ({ kind, start, end }))).toEqual([
      { kind: 'text', start: 0, end: 1 },
      { kind: 'expression', start: 1, end: 14 },
      { kind: 'text', start: 14, end: 41 },
    ]);
  });

  it('resolves raw blocks', () => {
    const { parts } = parseTemplate('b{% raw %}{{c}}{% endraw %}');
    expect(parts).toMatchObject([{ kind: 'text', text: 'b{{c}}' }]);
  });

  it('gives each node its place', () => {
    const [part] = parseTemplate('{{ stages.a-b.output | round(1) }}').parts;
    expect(part).toMatchObject({
      expression: {
        kind: 'filter',
        name: 'round',
        nameStart: 23,
        start: 3,
        end: 31,
        input: {
          kind: 'member',
          name: 'output',
          nameStart: 14,
          object: { kind: 'member', name: 'a-b', nameStart: 10 },
        },
      },
    });
  });

  it('applies a filter on a bare number to the whole left side', () => {
    const [part] = parseTemplate('{{ input.a / 1000 | round(1) }}').parts;
    expect(part).toMatchObject({ expression: { kind: 'filter', input: { kind: 'binary', operator: '/' } } });
  });

  it('keeps a filter on a bracketed number where it is', () => {
    const [part] = parseTemplate('{{ input.a / (1000 | float) }}').parts;
    expect(part).toMatchObject({ expression: { kind: 'binary', right: { kind: 'filter' } } });
  });

  it('keeps a filter on a path at the right of an operator where it is', () => {
    const [part] = parseTemplate('{{ input.a / input.b | float }}').parts;
    expect(part).toMatchObject({ expression: { kind: 'binary', right: { kind: 'filter' } } });
  });

  it.each([
    ['{{ a && b }}', 5, 7, "write 'and'"],
    ['{{ a || b }}', 5, 7, "write 'or'"],
    ['{{ !a }}', 3, 4, "write 'not'"],
    ['{{ a === b }}', 5, 8, "write '=='"],
    ['{{ a = b }}', 5, 6, "write '=='"],
    ['{{ a ? b : c }}', 5, 6, 'write: a if condition else b'],
    ['{{ a?.b }}', 4, 6, "write '.'"],
    ['{{ a.upper() }}', 10, 11, 'use a | upper'],
    ['{{ {a: 1} }}', 4, 5, "write {'key': value}"],
    ["{{ 'a' `b` }}", 7, 8, undefined],
    ['{{ `b` }}', 3, 4, "put text in quotes and join with ~: 'a' ~ b"],
    ["{{ '\\q' }}", 4, 6, 'write \\\\ for a backslash'],
    ['{{ a.end-.b }}', 8, 9, "a name that does needs brackets: x['end-']; a subtraction needs a right side"],
    ['{{ a.end- }}', 10, 11, undefined],
    ['{{ a .b }}', 5, 6, 'write a path without blanks around its dots'],
    ['{{ a.b.toUpperCase() }}', 18, 19, 'use a.b | upper'],
    ['{{- a }}', 0, 3, 'for a negative value write {{ -x }}'],
    ['{{ a -}}', 5, 8, "write '}}'"],
  ])('says where and how to fix %s', (source, start, end, hint) => {
    expect(errorOf(source)).toMatchObject({ code: 'E_SYNTAX', start, end, hint });
  });

  it('names an invisible character', () => {
    expect(errorOf('{{ a\u00a0+ 1 }}').message).toBe('unexpected a no-break space (U+00A0)');
  });

  it('ends an expression where the parser does, not at the first braces', () => {
    const { parts } = parseTemplate("{{ {'a': {'b': '}}'}} }}x");
    expect(parts.map(({ end }) => end)).toEqual([24, 25]);
  });

  it.each(['{{ 1', "{{ 'a", '{% raw %}x'])('says that %s is not closed', (source) => {
    expect(errorOf(source).code).toBe('E_UNCLOSED');
  });

  it('never fails in another way than by an error with a place inside the source', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          nearlyTemplate,
          anyText.map((text) => `{{${text}}}`),
        ),
        (source) => {
          const error = failureOf(source);
          if (error === undefined) return;
          expect(error).toBeInstanceOf(ExprError);
          expect(error).toMatchObject({ message: expect.stringMatching(/./) });
          if (!(error instanceof ExprError)) return;
          expect(0 <= error.start && error.start <= error.end && error.end <= source.length).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('covers the source with its parts', () => {
    fc.assert(
      fc.property(nearlyTemplate, (source) => {
        if (failureOf(source)) return;
        const { parts } = parseTemplate(source);
        expect(parts.map(({ start, end }) => source.slice(start, end)).join('')).toBe(source);
      }),
      { numRuns: 500 },
    );
  });
});

function failureOf(source: string): unknown {
  try {
    parseTemplate(source);
    return undefined;
  } catch (error) {
    return error;
  }
}

function errorOf(source: string): ExprError {
  const error = failureOf(source);
  if (error instanceof ExprError) return error;
  throw new Error(`${source} should not parse`, { cause: error });
}
