import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from './any-text.test-support.ts';
import { completeTemplate } from './complete-template.ts';
import type { CompletionData } from './completion.ts';

const data: CompletionData = {
  roots: ['input', 'stages', 'secrets', 'env', 'execution'],
  stages: [
    {
      id: 'poll-build',
      schema: {
        properties: { body: { $ref: '#/$defs/Body' } },
        $defs: { Body: { properties: { ok: { type: 'boolean' } } } },
      },
    },
    { id: 'fetch', sample: { body: { 'content-type': 'x', 'a b': 1, runs: [{ id: 7 }] } } },
  ],
  input: { schema: { properties: { service: { type: 'string', description: 'which one' } } }, sample: { extra: 1 } },
  secrets: ['TOKEN'],
  env: ['REGION'],
};

/** What completes the source at the bar: where, and the labels. */
function complete(marked: string): { replaced: string; labels: string[] } {
  const source = marked.replace('¦', '');
  const { from, to, options } = completeTemplate(source, marked.indexOf('¦'), data);
  return { replaced: source.slice(from, to), labels: options.map(({ label }) => label) };
}

/** The source after the option called `label` was chosen. */
function choose(marked: string, label: string): string | undefined {
  const source = marked.replace('¦', '');
  const { from, to, options } = completeTemplate(source, marked.indexOf('¦'), data);
  const option = options.find((candidate) => candidate.label === label);
  return option && source.slice(0, option.from ?? from) + option.apply + source.slice(to);
}

describe('completeTemplate', () => {
  it.each([
    ['{{ stages.¦ }}', '', ['poll-build', 'fetch']],
    ['{{ stages.po¦ll-x }}', 'poll', ['poll-build', 'fetch']],
    ["{{ stages['po¦", 'po', ['poll-build', 'fetch']],
    ['{{ stages.poll-build.output.body.¦ }}', '', ['ok']],
    ["{{ stages['fetch'].output.¦", '', ['body']],
    ['{{ stages.fetch.output.body.runs[0].i¦ }}', 'i', ['id']],
    ['{{ stages.fetch.output.body.runs[input.n].¦ }}', '', ['id']],
    ['{{ input.¦ }}', '', ['service', 'extra']],
    ['{{ secrets.¦ }}', '', ['TOKEN']],
    ['{{ env.¦ }}', '', ['REGION']],
    ['{{ input.service.¦ }}', '', []],
    ["{{ 'input.¦' }}", '', []],
  ])('offers in %s what stands there', (marked, replaced, labels) => {
    expect(complete(marked)).toEqual({ replaced, labels });
  });

  it.each([
    ['{{ ¦', 'input'],
    ['{{ in¦ }}', 'input'],
    ['{{ input.a == ¦ }}', 'now()'],
    ['{{ input.a | ro¦ }}', 'round'],
    ['{{ input.a is ¦ }}', 'defined'],
    ['{{ input.a is not de¦ }}', 'defined'],
    ['{{ input.a ¦ }}', 'and'],
    ['{{ input.a | default(¦) }}', 'stages'],
    ['text ¦', '{{ }}'],
    ['{{ a }} {¦', '{{ }}'],
  ])('offers in %s among others %s', (marked, label) => {
    expect(complete(marked).labels).toContain(label);
  });

  it('tells how a filter is called', () => {
    const { options } = completeTemplate('{{ input.a | ', 13, data);
    expect(options.find(({ label }) => label === 'replace')).toEqual({
      label: 'replace',
      kind: 'filter',
      detail: 'replace(old, new, count?): Every `old` (or the first `count`) replaced by `new`.',
      apply: 'replace()',
    });
  });

  it('tells what a schema says of a member', () => {
    const { options } = completeTemplate('{{ input.', 9, data);
    expect(options[0]).toEqual({ label: 'service', kind: 'member', detail: 'string: which one', apply: 'service' });
  });

  it.each([
    ['{{ stages.fetch.output.body.¦ }}', 'content-type', '{{ stages.fetch.output.body.content-type }}'],
    ['{{ stages.fetch.output.body.a¦ }}', 'a b', "{{ stages.fetch.output.body['a b'] }}"],
    ['{{ stages.fetch.output.body.runs.¦ }}', '[0]', '{{ stages.fetch.output.body.runs[0] }}'],
    ["{{ stages['f¦'] }}", 'fetch', "{{ stages['fetch'] }}"],
    ['a {¦', '{{ }}', 'a {{ }}'],
  ])('writes in %s the choice %s as %s', (marked, label, expected) => {
    expect(choose(marked, label)).toBe(expected);
  });

  it('never fails, wherever the cursor stands', () => {
    const source = fc
      .array(
        fc.constantFrom(
          '{{',
          '}}',
          'stages',
          'input',
          '.',
          '[',
          ']',
          "'",
          '|',
          'is',
          'not',
          ' ',
          '0',
          'fetch',
          'output',
          '(',
          ')',
        ),
      )
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.oneof(source, anyText), fc.integer({ min: -1, max: 60 }), (text, offset) => {
        const { from, to } = completeTemplate(text, offset, data);
        expect(0 <= from && from <= to && to <= text.length).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
