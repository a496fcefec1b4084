import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from './json.ts';
import { findJsonExcess, jsonLength, MAX_JSON_DEPTH, MAX_JSON_LENGTH } from './json-size.ts';

/** Lists of one pair each: 2 ** levels leaves, and as many distinct parts as levels. */
function doubled(levels: number): { readonly value: Json; looks(): number } {
  let looks = 0;
  const leaf = {
    get x() {
      looks++;
      return 1;
    },
  };
  let value: Json = leaf;
  for (let level = 0; level < levels; level++) value = [value, value];
  return { value, looks: () => looks };
}

function nested(levels: number): Json {
  let value: Json = 1;
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { a: value };
  return value;
}

describe('findJsonExcess', () => {
  it('takes what has as many characters as a value may have, and no more', () => {
    const allowed = 'é'.repeat(MAX_JSON_LENGTH - 2);
    expect([findJsonExcess(allowed), findJsonExcess([allowed])]).toEqual([
      undefined,
      'has more than 16,777,216 characters as JSON',
    ]);
  });

  it('takes what is as deep as a value may be, and no deeper', () => {
    expect([findJsonExcess(nested(MAX_JSON_DEPTH)), findJsonExcess(nested(MAX_JSON_DEPTH + 1))]).toEqual([
      undefined,
      'is nested deeper than 128 levels',
    ]);
  });

  it('counts a part as often as it stands there', () => {
    const text = 'x'.repeat(100_000);
    const part = Object.freeze([text]);
    expect(findJsonExcess(new Array<Json>(200).fill(part))).toBe('has more than 16,777,216 characters as JSON');
  });

  it.each([30, 60, 127])('looks at each part of a value that doubles %i times only a few times', (levels) => {
    const { value, looks } = doubled(levels);
    expect(findJsonExcess(value)).toBe('has more than 16,777,216 characters as JSON');
    expect(looks()).toBeLessThan(100);
  });

  it('knows how deep a part is that it does not look at again', () => {
    const text = 'x'.repeat(300);
    let part: Json = Object.freeze([text]);
    for (let level = 0; level < 99; level++) part = Object.freeze([part]);
    expect(findJsonExcess(part)).toBeUndefined();
    let around: Json = part;
    for (let level = 0; level < 29; level++) around = [around];
    expect(findJsonExcess(around)).toBe('is nested deeper than 128 levels');
  });
});

describe('jsonLength', () => {
  const plainText = fc.string({ unit: fc.constantFrom('a', 'é', ' ', '7') });
  const json = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json>(null, true, false, 0, -1, 12, 1.5, 1e300),
      plainText,
      fc.array(tie('value')),
      fc.dictionary(plainText, tie('value')),
    ),
  })).value;

  it('is the length of the JSON when nothing in it is escaped', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(jsonLength(value)).toBe(JSON.stringify(value).length);
      }),
    );
  });

  it('is the same for what is frozen, however often it is asked', () => {
    const list = Object.freeze([Object.freeze({ text: 'x'.repeat(1_000) }), 1]);
    expect([jsonLength(list), jsonLength(list), jsonLength([list, list])]).toEqual([1015, 1015, 2033]);
  });

  it('is Infinity for what is longer than the limit, which it does not read to its end', () => {
    let looks = 0;
    const items = Array.from({ length: 1_000 }, () => ({
      get text() {
        looks++;
        return 'x'.repeat(100);
      },
    }));
    expect(jsonLength(items, 1_500)).toBe(Number.POSITIVE_INFINITY);
    expect(looks).toBeLessThan(20);
  });
});
