import type { TemplateTokenKind } from '@flowmason/pipeline-schema';
import { describe, expect, it } from 'vitest';
import { templateStretches } from './template-stretches.ts';

const LOOKS: Readonly<Record<TemplateTokenKind, string | undefined>> = {
  text: undefined,
  blank: undefined,
  open: 'mark',
  close: 'mark',
  keyword: 'word',
  constant: 'value',
  string: 'value',
  number: 'value',
  operator: 'sign',
  punctuation: 'sign',
  root: 'root',
  member: 'member',
  filter: 'call',
  test: 'call',
  function: 'call',
  argument: 'sign',
  invalid: 'invalid',
};

function drawn(text: string): readonly string[] {
  return templateStretches(text, LOOKS).map(({ look, start, end }) => `${look} ${text.slice(start, end)}`);
}

function nested(depth: number): string {
  return `{{ ${'('.repeat(depth)}1${')'.repeat(depth)} }}`;
}

describe('templateStretches', () => {
  it('gives each token its look, and none to the text around', () => {
    expect(drawn('at {{input.host}}.')).toEqual(['mark {{', 'root input', 'sign .', 'member host', 'mark }}']);
  });

  it('draws neighbours of one look as one', () => {
    expect(drawn(nested(3))).toEqual(['mark {{', 'sign (((', 'value 1', 'sign )))', 'mark }}']);
  });

  it('needs no more stretches for brackets as deep as an expression may have them', () => {
    expect(templateStretches(nested(48), LOOKS)).toHaveLength(5);
  });

  it.each([49, 400, 3_000])('leaves %i brackets in each other plain', (depth) => {
    expect(drawn(nested(depth))).toEqual([]);
  });

  it('counts the depth of each expression for itself', () => {
    expect(templateStretches(`{{ ${'('.repeat(40)} }} `.repeat(2), LOOKS)).toHaveLength(6);
  });

  it('leaves a text plain that would fall into more stretches than can be typed over', () => {
    expect(drawn(`{{ 1${'+1'.repeat(149)} }}`)).toEqual([]);
  });

  it('leaves a text plain that is longer than anybody reads', () => {
    expect(drawn(`{{ "${'a'.repeat(20_000)}" }}`)).toEqual([]);
  });
});
