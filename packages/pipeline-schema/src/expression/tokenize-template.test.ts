import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import conformance from '../../test-data/expr-conformance.json' with { type: 'json' };
import { anyText } from './any-text.test-support.ts';
import { parseTemplate } from './parse-template.ts';
import { tokenizeTemplate } from './tokenize-template.ts';

function kindsOf(source: string): string[] {
  return tokenizeTemplate(source)
    .filter(({ kind }) => kind !== 'blank')
    .map(({ kind, start, end }) => `${kind} ${source.slice(start, end)}`);
}

describe('tokenizeTemplate', () => {
  it('tells names by what they stand for', () => {
    expect(kindsOf("x{{ stages.a-b.if[0] | round(precision=1) is not none and now() != 'y' }}")).toEqual([
      'text x',
      'open {{',
      ...['root stages', 'punctuation .', 'member a-b', 'punctuation .', 'member if'],
      ...['punctuation [', 'number 0', 'punctuation ]', 'operator |', 'filter round', 'punctuation ('],
      ...['argument precision', 'operator =', 'number 1', 'punctuation )', 'keyword is', 'keyword not', 'test none'],
      ...['keyword and', 'function now', 'punctuation (', 'punctuation )', 'operator !=', "string 'y'"],
      'close }}',
    ]);
  });

  it('reads a hyphen with a blank beside it as an operator', () => {
    expect(kindsOf('{{ input.a -1 }}')).toEqual([
      'open {{',
      'root input',
      'punctuation .',
      'member a',
      'operator -',
      'number 1',
      'close }}',
    ]);
  });

  it('keeps braces of objects and texts apart from the end', () => {
    expect(kindsOf("{{ {'a': {}} }}}}")).toEqual([
      ...['open {{', 'punctuation {', "string 'a'", 'punctuation :', 'punctuation {', 'punctuation }', 'punctuation }'],
      ...['close }}', 'text }}'],
    ]);
  });

  it('marks what cannot be part of an expression', () => {
    expect(kindsOf('{{ a & b }}')).toEqual(['open {{', 'root a', 'invalid &', 'root b', 'close }}']);
  });

  it('shows raw blocks as text', () => {
    expect(kindsOf('{% raw %}{{ a }}{% endraw %}')).toEqual(['open {% raw %}', 'text {{ a }}', 'close {% endraw %}']);
  });

  it('covers every character of any text once and in order', () => {
    const source = fc.oneof(
      anyText,
      fc
        .array(
          fc.constantFrom(
            '{{',
            '}}',
            '{%raw%}',
            '{%endraw%}',
            '{',
            "'",
            '"',
            '\\',
            'a',
            '.',
            '-',
            '|',
            'is',
            ' ',
            '1',
            '😀',
          ),
        )
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(source, (text) => {
        const tokens = tokenizeTemplate(text);
        expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        expect(tokens.every(({ start, end }) => end > start)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('agrees with the parser on where expressions stand', () => {
    for (const { template } of conformance.filter(({ expected }) => !isError(expected))) {
      const parsed = parseTemplate(template).parts.filter(({ kind }) => kind === 'expression');
      const raw = template.includes('{% raw');
      const opened = tokenizeTemplate(template).filter(({ kind }) => kind === 'open');
      if (!raw) expect(opened.map(({ start }) => start)).toEqual(parsed.map(({ start }) => start));
    }
  });

  it('finds nothing invalid in a template that runs', () => {
    const invalid = conformance
      .filter(({ expected }) => !isError(expected))
      .filter(({ template }) => tokenizeTemplate(template).some(({ kind }) => kind === 'invalid'));
    expect(invalid).toEqual([]);
  });
});

function isError(expected: unknown): boolean {
  return typeof expected === 'object' && expected !== null && '$error' in expected;
}
