import { describe, expect, it } from 'vitest';
import { checkTemplate } from './check-template.ts';

function errorsOf(source: string): string[] {
  return checkTemplate(source, { roots: ['input', 'secrets', 'stages'] }).map(
    ({ code, start, end }) => `${code} ${source.slice(start, end)}`,
  );
}

describe('checkTemplate', () => {
  it.each([
    ['{{ input.a }}', []],
    ['{{ a | uper }} {{ b }}', ['E_UNKNOWN_ROOT a', 'E_UNKNOWN_FILTER uper', 'E_UNKNOWN_ROOT b']],
    [
      '{{ input.a | uper(x) | lowr(y) }}',
      ['E_UNKNOWN_FILTER uper', 'E_UNKNOWN_ROOT x', 'E_UNKNOWN_FILTER lowr', 'E_UNKNOWN_ROOT y'],
    ],
    ['{{ foo(bar) is baz }}', ['E_UNKNOWN_FUNCTION foo', 'E_UNKNOWN_ROOT bar', 'E_UNKNOWN_TEST baz']],
    ['{{ a.b.c[d] }}', ['E_UNKNOWN_ROOT a']],
    ['{{ secrets | tojson }} {{ stages[input.x] }}', ['E_FORBIDDEN secrets', 'E_FORBIDDEN input.x']],
    ['{{ a }} {{ b | }}', ['E_SYNTAX }']],
  ])('finds in %s all of %j', (source, expected) => {
    expect(errorsOf(source)).toEqual(expected);
  });
});
