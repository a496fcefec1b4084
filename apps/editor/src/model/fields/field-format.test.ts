import type { Json } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONDITION_FORMAT, JSON_FORMAT, numberFormat, SCALAR_FORMAT, TEXT_FORMAT } from './field-format.ts';

describe('field formats', () => {
  it('take the key away when nothing is left', () => {
    const formats = [TEXT_FORMAT, CONDITION_FORMAT, JSON_FORMAT, SCALAR_FORMAT, COUNT];
    expect(formats.map(({ parse }) => parse(''))).toEqual(formats.map(() => ({ value: undefined })));
  });

  it('read true and false of a condition as what they say', () => {
    expect([CONDITION_FORMAT.parse('true'), CONDITION_FORMAT.parse('false'), CONDITION_FORMAT.parse('{{x}}')]).toEqual([
      { value: true },
      { value: false },
      { value: '{{x}}' },
    ]);
  });

  it('take a template for a whole JSON', () => {
    expect(JSON_FORMAT.parse(' {{stages.a.output}} ')).toEqual({ value: '{{stages.a.output}}' });
  });

  it('say where a text stops being JSON', () => {
    expect(JSON_FORMAT.parse('{\n  "a": 1\n  "b": 2\n}')).toEqual({
      fault: expect.stringMatching(/^Not JSON yet at line 3, column 3: /),
      at: { start: 13, end: 16 },
    });
  });

  it('read back every JSON that they write', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        fc.pre(!(typeof value === 'string' && value.startsWith('{{')));
        const written = JSON_FORMAT.format(value as Json);
        expect(JSON_FORMAT.parse(written)).toEqual({ value: JSON.parse(JSON.stringify(value)) });
      }),
    );
  });

  it.each([
    ['404', 404],
    ['2xx', '2xx'],
    ['200-299', '200-299'],
    ['[200, 404]', [200, 404]],
  ])('read the status %s', (text, value) => {
    expect(SCALAR_FORMAT.parse(text)).toEqual({ value });
  });

  it.each([
    ['5', { value: 5 }],
    ['{{input.n}}', { value: '{{input.n}}' }],
    ['five', { fault: '“five” is not a number. Write digits, or an expression in {{ }}.' }],
    ['1.5', { fault: 'This must be a whole number.' }],
    ['0', { fault: 'This must be at least 1.' }],
    ['11', { fault: 'This must be at most 10.' }],
  ])('hold the number %s to its bounds', (text, reading) => {
    expect(COUNT.parse(text)).toEqual(reading);
  });
});

const COUNT = numberFormat({ isInteger: true, minimum: 1, maximum: 10 });
