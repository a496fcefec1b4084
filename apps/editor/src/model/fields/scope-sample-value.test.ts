import { describe, expect, it } from 'vitest';
import { sampleOfSchema } from './scope-sample-value.ts';

describe('sampleOfSchema', () => {
  it('takes what the schema gives before it makes something up', () => {
    expect([{ const: 1 }, { examples: ['e'] }, { default: false }, { enum: ['a', 'b'] }].map(sampleOfSchema)).toEqual([
      1,
      'e',
      false,
      'a',
    ]);
  });

  it('makes up a value of the right type, all the way down', () => {
    const schema = {
      type: 'object',
      properties: {
        id: { type: 'integer', minimum: 7 },
        tags: { type: 'array', items: { type: 'string' } },
        at: { type: 'string', format: 'date-time' },
      },
    };
    expect(sampleOfSchema(schema)).toEqual({ id: 7, tags: ['text'], at: '2026-01-01T00:00:00Z' });
  });

  it('makes up nothing where anything may stand', () => {
    expect(
      sampleOfSchema({ type: 'object', properties: { body: { title: 'Body' }, ok: { type: 'boolean' } } }),
    ).toEqual({
      ok: true,
    });
  });
});
