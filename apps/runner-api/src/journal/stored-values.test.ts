import type { Json } from '@flowmason/pipeline-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packJson, unpackJson } from './stored-values.ts';

const long = fc.integer({ min: 0, max: 90_000 }).map((length) => 'lorem '.repeat(length / 6));
const text = fc.oneof(fc.string(), long, fc.constantFrom('\u0000value:', '\u0000text:00', '\u0000value:ab'));
const { value } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.constant(null),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
}));

describe('packJson', () => {
  it('loses nothing that JSON can say', () => {
    fc.assert(
      fc.property(value, (given) => {
        const { body, values } = packJson(given);
        const find = (hash: Uint8Array) => values.find((one) => Buffer.compare(one.hash, hash) === 0)?.body ?? 'none';
        const read = values.length > 0 ? unpackJson(body, find) : JSON.parse(body);
        expect(read).toEqual(JSON.parse(JSON.stringify(given)));
      }),
      { numRuns: 100 },
    );
  }, 60_000);

  it('leaves what is small where it is', () => {
    expect(packJson(['a', { b: '\u0000value:c' }])).toEqual({ body: '["a",{"b":"\\u0000value:c"}]', values: [] });
  });

  it('stands the smallest large part apart, not all that is around it', () => {
    const { body, values } = packJson([{ type: 'log', data: { big: 'x'.repeat(70_000), small: 1 } }]);
    expect(body).toMatch(/^\[\{"type":"log","data":\{"big":"\\u0000text:[0-9a-f]{64}","small":1\}\}\]$/);
    expect(values.map((one) => one.body.length)).toEqual([70_002]);
  });

  it('writes a part once that stands in a value many times', () => {
    let value: Json = ['x'.repeat(1_000)];
    for (let doubling = 0; doubling < 14; doubling++) value = [value, value];
    const { values } = packJson([{ output: value }]);
    expect(values.reduce((sum, { body }) => sum + body.length, 0)).toBeLessThan(200_000);
  });
});
