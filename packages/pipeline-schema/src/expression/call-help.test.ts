import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText } from './any-text.test-support.ts';
import { callHelpAt } from './call-help.ts';

/** The call around the bar, with the present argument in brackets. */
function help(marked: string): string | undefined {
  const found = callHelpAt(marked.replace('¦', ''), marked.indexOf('¦'));
  if (!found) return undefined;
  return `${found.name}: ${found.parameters.map((each, index) => (index === found.active ? `[${each}]` : each)).join(', ')}`;
}

describe('callHelpAt', () => {
  it.each([
    ['{{ x | default(¦', 'default: [default_value?], boolean?, value?'],
    ['{{ x | default(¦) }}', 'default: [default_value?], boolean?, value?'],
    ["{{ x | default('a, b', ¦", 'default: default_value?, [boolean?], value?'],
    ['{{ x | default(boolean=¦', 'default: default_value?, [boolean?], value?'],
    ['{{ x | default(value=¦', 'default: default_value?, boolean?, [value?]'],
    ['{{ x | default(1, true, ¦', 'default: default_value?, boolean?, value?'],
    ["{{ x | default('not closed¦", 'default: [default_value?], boolean?, value?'],
    ['{{ x | default([1, ¦', 'default: [default_value?], boolean?, value?'],
    ['{{ x | default((1), ¦', 'default: default_value?, [boolean?], value?'],
    ['{{ min(1, 2, 3, ¦', 'min: a, b, […]'],
    ['{{ x | default(len(¦', 'len: [value]'],
    ['{{ x | default(len(y), ¦', 'default: default_value?, [boolean?], value?'],
    ['{{ x | default(nothing_like_this(¦', 'default: [default_value?], boolean?, value?'],
  ])('says where %s stands', (marked, expected) => {
    expect(help(marked)).toBe(expected);
  });

  it.each(['{{ x | default¦(1) }}', '{{ x | default(1)¦ }}', '{{ x | default(1) }} ¦', '{{ (¦', 'default(¦'])(
    'says nothing at %s',
    (marked) => expect(help(marked)).toBeUndefined(),
  );

  it('tells what the filter does and where it is called', () => {
    expect(callHelpAt('{{ x | upper(', 13)).toMatchObject({ start: 7, parameters: [], active: undefined });
    expect(callHelpAt('{{ x | upper(', 13)?.summary).not.toBe('');
  });

  it('never fails, whatever the text', () => {
    fc.assert(
      fc.property(anyText, fc.nat(), (text, offset) => {
        callHelpAt(text, offset % (text.length + 1));
      }),
    );
  });
});
