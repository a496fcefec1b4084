import { describe, expect, it } from 'vitest';
import { lintTemplate } from './lint-template.ts';
import { parseTemplate } from './parse-template.ts';

/** Each finding with its text in the source, and the source after its fix. */
function lintsOf(source: string): object[] {
  return lintTemplate(parseTemplate(source)).map(({ code, start, end, fix }) => ({
    code,
    at: source.slice(start, end),
    fixed: fix && source.slice(0, fix.start) + fix.text + source.slice(fix.end),
  }));
}

describe('lintTemplate', () => {
  it.each([
    ['{{ a.b + a.c | round }}', 'filter-binds-tighter', 'a.b + a.c | round', '{{ a.b + (a.c | round) }}'],
    ['{{ a.b | abs - 1 }}', 'filter-binds-tighter', 'a.b | abs - 1', '{{ (a.b | abs) - 1 }}'],
    ['{{ a.b / 1000 | round(1) }}', 'filter-takes-whole', 'a.b / 1000 | round(1)', '{{ (a.b / 1000) | round(1) }}'],
    ['{{ a.count-1 }}', 'hyphen-joins', 'count-1', '{{ a.count - 1 }}'],
    [' {{ a.b }}\n', 'blanks-make-text', ' {{ a.b }}\n', '{{ a.b }}'],
    ["{{ not 'false' }}", 'text-is-true', "'false'", '{{ not false }}'],
    ["{{ 1 if '0' else 2 }}", 'text-is-true', "'0'", '{{ 1 if 0 else 2 }}'],
    ['{% if x %}', 'tag-is-text', '{%', undefined],
    ['a {# note #}', 'tag-is-text', '{#', undefined],
  ])('finds in %s: %s', (source, code, at, fixed) => {
    expect(lintsOf(source)).toEqual([{ code, at, fixed }]);
  });

  it.each([
    '{{ (a.b + a.c) | round }}',
    '{{ a.b + (a.c | round) }}',
    '{{ (a.b / 1000) | round(1) }}',
    "{{ a.b ~ a.c | default('') }}",
    '{{ a.b | round }}',
    '{{ stages.deploy-2.output }}',
    'x {{ a.b }}',
    '{% raw %}{% if %}{% endraw %}',
    "{{ a.b == 'false' }}",
  ])('has nothing to say about %s', (source) => {
    expect(lintsOf(source)).toEqual([]);
  });
});
