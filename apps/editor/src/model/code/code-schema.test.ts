import { describe, expect, it } from 'vitest';
import { withDefaultsTold } from './code-schema.ts';

describe('withDefaultsTold', () => {
  it('adds default and first example to each description, at any depth', () => {
    const schema = {
      properties: { n: { type: 'number', description: 'How many.', default: 3, examples: [5, 6] } },
      anyOf: [{ description: 'Plain.' }],
    };
    expect(withDefaultsTold(schema)).toEqual({
      properties: {
        n: {
          ...schema.properties.n,
          markdownDescription: 'How many.\n\nDefault: `3`\n\nExample: `5`',
        },
      },
      anyOf: [{ description: 'Plain.', markdownDescription: 'Plain.' }],
    });
  });

  it('leaves a property that is called description alone', () => {
    const schema = { properties: { description: { type: 'string' } } };
    expect(withDefaultsTold(schema)).toEqual(schema);
  });
});
