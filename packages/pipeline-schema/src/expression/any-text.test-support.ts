import fc from 'fast-check';

/** Any UTF-16 units, half surrogate pairs too. Much quicker to set up than a string of all code points. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0, max: 0x7f })), { maxLength: 30 })
  .map((units) => String.fromCharCode(...units));
