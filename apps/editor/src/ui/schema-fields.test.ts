import { describe, expect, it } from 'vitest';
import { labelAt, pointerOf, readNumber, toSchemaFields, valueAt } from './schema-fields.ts';

const kinds = (properties: unknown) =>
  toSchemaFields({ type: 'object', properties }).map(({ label, kind }) => `${label}: ${kind}`);

describe('toSchemaFields', () => {
  it('has a field for each property, in their order', () => {
    expect(
      kinds({
        b: { type: 'string', title: 'Branch' },
        a: { type: 'integer' },
        on: { type: 'boolean' },
        plan: { enum: ['x', 2] },
        tags: { type: 'array' },
        any: {},
        either: { type: ['string', 'null'] },
      }),
    ).toEqual(['Branch: text', 'a: number', 'on: boolean', 'plan: choice', 'tags: json', 'any: json', 'either: json']);
  });

  it('goes into objects whose members are known, and takes others as JSON', () => {
    const [known, free] = toSchemaFields({
      properties: {
        payload: { type: 'object', properties: { source: { type: 'string' } }, required: ['source'] },
        details: { type: 'object' },
      },
    });
    expect(known?.kind === 'group' && known.fields).toMatchObject([
      { path: ['payload', 'source'], kind: 'text', isRequired: true },
    ]);
    expect(free?.kind).toBe('json');
  });

  it('shows a default before an example', () => {
    const fields = toSchemaFields({ properties: { a: { default: 3, examples: [4] }, b: { examples: ['x'] }, c: {} } });
    expect(fields.map(({ placeholder }) => placeholder)).toEqual(['3', 'x', undefined]);
  });

  it.each([undefined, null, true, 'text', { type: 'string' }, []])('has no fields for %j', (schema) => {
    expect(toSchemaFields(schema)).toEqual([]);
  });
});

describe('labelAt', () => {
  const fields = toSchemaFields({
    properties: {
      ticket_id: { type: 'integer', title: 'Ticket' },
      tags: { type: 'array', title: 'Tags' },
      db: { type: 'object', title: 'Database', properties: { port: { type: 'integer', title: 'Port' } } },
    },
  });

  it('names a field by its title', () => {
    expect(labelAt(fields, '/ticket_id')).toBe('Ticket');
  });

  it('names what stands in a field behind it, as far as it has a title', () => {
    expect(['/db/port', '/tags/0', '/db/other'].map((pointer) => labelAt(fields, pointer))).toEqual([
      'Database › Port',
      'Tags › 0',
      'Database › other',
    ]);
  });

  it('leaves what is no field as it is, and has no name for the whole', () => {
    expect([labelAt(fields, '/tag'), labelAt(fields, '')]).toEqual(['/tag', undefined]);
  });
});

describe('readNumber', () => {
  it('gives numbers, nothing, or the text that is neither', () => {
    expect(['3', ' -1.5 ', '1e3', '', '  ', '3x', '0x10'].map(readNumber)).toEqual([
      3,
      -1.5,
      1000,
      undefined,
      undefined,
      '3x',
      '0x10',
    ]);
  });
});

describe('valueAt and pointerOf', () => {
  it('lead to the same place', () => {
    expect(valueAt({ a: { 'b/c': 1 } }, ['a', 'b/c'])).toBe(1);
    expect(pointerOf(['a', 'b/c', '~'])).toBe('/a/b~1c/~0');
  });

  it('find nothing where there is nothing', () => {
    expect(valueAt({ a: [1] }, ['a', '0'])).toBeUndefined();
  });
});
