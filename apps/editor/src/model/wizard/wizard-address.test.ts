import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWizardAddress, sourceKey, toWizardQuery } from './wizard-address.ts';
import { WIZARD_STEPS } from './wizard-steps.ts';

const parse = (query: string) => parseWizardAddress(new URLSearchParams(query));

describe('parseWizardAddress', () => {
  it('begins with nothing chosen', () => {
    expect(parse('')).toEqual({
      source: undefined,
      step: 'choose',
      scenario: undefined,
      arms: {},
      failing: [],
      draft: undefined,
    });
  });

  it('reads a deep link', () => {
    expect(parse('template=data-etl&step=dry-run&arm=is-loadable:false&fails=load-rows&draft=k1')).toMatchObject({
      source: { kind: 'template', id: 'data-etl' },
      step: 'dry-run',
      arms: { 'is-loadable': 'false' },
      failing: ['load-rows'],
      draft: 'k1',
    });
  });

  it('takes the first step for one that there is not', () => {
    expect(parse('template=x&step=nowhere').step).toBe('choose');
  });

  it('keeps colons in the name of an arm', () => {
    expect(parse('arm=route:a:b').arms).toEqual({ route: 'a:b' });
  });
});

describe('toWizardQuery', () => {
  it('is read back as it was, whatever stands in it', () => {
    const name = fc.string({ minLength: 1 });
    const stageId = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,10}$/);
    const source = fc.oneof(
      name.filter((id) => id !== 'empty').map((id) => ({ kind: 'template' as const, id })),
      name.map((id) => ({ kind: 'file' as const, id })),
      fc.constant({ kind: 'empty' as const }),
      fc.constant(undefined),
    );
    const address = fc.record({
      source,
      step: fc.constantFrom(...WIZARD_STEPS.map(({ id }) => id)),
      scenario: fc.option(name, { nil: undefined }),
      arms: fc.dictionary(stageId, name, { noNullPrototype: true }),
      failing: fc.array(stageId),
      draft: fc.option(name, { nil: undefined }),
    });
    fc.assert(
      fc.property(address, (given) => {
        expect(parse(toWizardQuery(given))).toEqual(given);
      }),
    );
  });
});

describe('sourceKey', () => {
  it('tells a file from a template of the same name', () => {
    expect(sourceKey({ kind: 'file', id: 'a' })).not.toBe(sourceKey({ kind: 'template', id: 'a' }));
  });
});
