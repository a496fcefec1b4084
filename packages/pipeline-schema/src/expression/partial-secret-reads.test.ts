import { describe, expect, it } from 'vitest';
import { parseTemplate } from './parse-template.ts';
import { partialSecretReads } from './partial-secret-reads.ts';

function readsOf(source: string): string[] {
  return partialSecretReads(parseTemplate(source)).map(({ name, text }) => `${name}: ${text}`);
}

describe('a template that passes a secret on whole', () => {
  it.each([
    '{{secrets.A}}',
    "{{ secrets['A'] }}",
    'Bearer {{secrets.A}}, {{input.x[0:3]}}',
    "{{ 'Bearer ' ~ secrets.A }}",
    "{{ 'user:' + secrets.A }}",
    "Basic {{ (input.user ~ ':' ~ secrets.A) | b64encode }}",
    '{{ secrets.A | urlencode | b64encode }}',
    '{{ secrets.A | trim | string }}',
    "{{ input.base }}/{{ secrets.A | path }}?x={{ input.x == 'a' }}",
    '{{ secrets.A if input.isProduction else secrets.B }}',
    "{{ input.token or secrets.A | default('none') }}",
    '{{ input.token | default(secrets.A) }}',
    "{{ {'token': secrets.A, 'list': [1, secrets.B]} | tojson(2) }}",
    'no expression',
  ])('has nothing to report: %s', (source) => {
    expect(readsOf(source)).toEqual([]);
  });
});

describe('a template that looks into a secret', () => {
  it.each([
    ['{{ secrets.A[0:6] }}', ['A: secrets.A[0:6]']],
    ["{{ secrets['A'][0] }}", ["A: secrets['A'][0]"]],
    ['{{ secrets.A.length }}', ['A: secrets.A.length']],
    ['{{ input.table[secrets.A] }}', ['A: input.table[secrets.A]']],
    ['{{ input.text[0:secrets.A | length] }}', ['A: input.text[0:secrets.A | length]']],
    ['Bearer {{ secrets.A | reverse }}', ['A: secrets.A | reverse']],
    ['{{ secrets.A | upper | b64encode }}', ['A: secrets.A | upper']],
    ["{{ secrets.A | b64encode | replace('a', '') }}", ["A: secrets.A | b64encode | replace('a', '')"]],
    ["{{ secrets.A | trim('abc') }}", ["A: secrets.A | trim('abc')"]],
    ['{{ secrets.A | b64encode | b64encode }}', ['A: secrets.A | b64encode']],
    ['{{ secrets.A | tojson | b64encode | tojson }}', ['A: secrets.A | tojson']],
    ['{{ input.x | tojson(secrets.A) }}', ['A: input.x | tojson(secrets.A)']],
    ["{{ [secrets.A] | map('first') }}", ["A: [secrets.A] | map('first')"]],
    ["{{ [secrets.A, 'x'] | join('-') }}", ["A: [secrets.A, 'x'] | join('-')"]],
    ["{{ {'a': secrets.A}.a[0] }}", ["A: {'a': secrets.A}.a[0]"]],
    ["{{ secrets.A == 'k' }}", ["A: secrets.A == 'k'"]],
    ["{{ 'k' in secrets.A }}", ["A: 'k' in secrets.A"]],
    ['{{ secrets.A is defined }}', ['A: secrets.A is defined']],
    ['{{ not secrets.A }}', ['A: not secrets.A']],
    ['{{ -secrets.A }}', ['A: -secrets.A']],
    ['{{ secrets.A * 2 }}', ['A: secrets.A * 2']],
    ['{{ len(secrets.A) }}', ['A: len(secrets.A)']],
    ["{{ secrets.A and 'x' }}", ["A: secrets.A and 'x'"]],
    ["{{ secrets.A or 'x' }}", ["A: secrets.A or 'x'"]],
    ["{{ 'a' if secrets.A[0:1] == 'k' else input.nothing }}", ["A: 'a' if secrets.A[0:1] == 'k' else input.nothing"]],
    ['{{ 1 if input.x else secrets.A[0] ~ secrets.B[1] }}', ['A: secrets.A[0]', 'B: secrets.B[1]']],
    [
      "{{secrets.A}}{{ 'x' if secrets.A > secrets.B else '' }}",
      ["A: 'x' if secrets.A > secrets.B else ''", "B: 'x' if secrets.A > secrets.B else ''"],
    ],
    ['{{ secrets | tojson }}', ['*: secrets']],
    ['{{ secrets[input.name] }}', ['*: secrets[input.name]']],
  ])('is found out: %s', (source, expected) => {
    expect(readsOf(source)).toEqual(expected);
  });
});
