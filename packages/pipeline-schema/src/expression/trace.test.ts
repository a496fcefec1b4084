import { describe, expect, it } from 'vitest';
import { compileTemplate } from './compile-template.ts';

const options = { mode: 'condition', nowMs: 0 } as const;

describe('trace', () => {
  it('gives every sub-expression that was looked at, paths as a whole', () => {
    const template = compileTemplate("{{ stages.a.output.type == 'OOM' and (input.n + 1) | abs > 2 }}");
    expect(template.trace({ stages: { a: { output: { type: 'OOM' } } }, input: { n: 1 } }, options)).toEqual([
      {
        text: "stages.a.output.type == 'OOM' and (input.n + 1) | abs > 2",
        value: false,
        children: [
          {
            text: "stages.a.output.type == 'OOM'",
            value: true,
            children: [{ text: 'stages.a.output.type', value: 'OOM', children: [] }],
          },
          {
            text: '(input.n + 1) | abs > 2',
            value: false,
            children: [
              {
                text: '(input.n + 1) | abs',
                value: 2,
                children: [
                  { text: '(input.n + 1)', value: 2, children: [{ text: 'input.n', value: 1, children: [] }] },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it('leaves out what was not looked at', () => {
    const [trace] = compileTemplate('{{ input.a or input.b }}').trace({ input: { a: 1 } }, options);
    expect(trace?.children.map(({ text }) => text)).toEqual(['input.a']);
  });

  it('says what was missing', () => {
    const [trace] = compileTemplate('{{ input.a < 60 }}').trace({ input: {} }, options);
    expect(trace).toEqual({
      text: 'input.a < 60',
      value: false,
      children: [{ text: 'input.a', value: null, error: 'input.a is not defined', children: [] }],
    });
  });

  it('notes a failure on everything that it ended', () => {
    const [trace] = compileTemplate("{{ 1 + (input.a < 'x') }}").trace({ input: { a: 1 } }, options);
    expect(trace).toEqual({
      text: "1 + (input.a < 'x')",
      value: null,
      error: 'cannot order number and text',
      children: [
        {
          text: "(input.a < 'x')",
          value: null,
          error: 'cannot order number and text',
          children: [{ text: 'input.a', value: 1, children: [] }],
        },
      ],
    });
  });

  it('gives one trace per expression of a joined template', () => {
    const traces = compileTemplate('a {{ 1 }} b {{ input.x }}').trace({ input: { x: 2 } }, options);
    expect(traces).toEqual([
      { text: '1', value: 1, children: [] },
      { text: 'input.x', value: 2, children: [] },
    ]);
  });

  it('shows the names of secrets in place of what they give', () => {
    const [trace] = compileTemplate('{{ secrets.KEY | length == input.n }}').trace(
      { secrets: { KEY: 'abc' }, input: { n: 3 } },
      options,
    );
    expect(trace).toEqual({
      text: 'secrets.KEY | length == input.n',
      value: '[secret:KEY]',
      children: [
        {
          text: 'secrets.KEY | length',
          value: '[secret:KEY]',
          children: [{ text: 'secrets.KEY', value: '[secret:KEY]', children: [] }],
        },
        { text: 'input.n', value: 3, children: [] },
      ],
    });
  });
});
