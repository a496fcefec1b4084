import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets, type SecretPart } from './find-secrets.ts';
import { createSecretFinder } from './secret-finder.ts';
import { spellingsOf } from './secret-spellings.ts';
import { spellSecret } from './spell-secret.ts';
import { unescapedStarts, unescapeText } from './unescape-text.ts';

type Secret = readonly [name: string, value: string];

/** The same by trying every spelling at every place. */
function findSlowly(text: string, secrets: readonly Secret[]): readonly SecretPart[] {
  const starts = unescapedStarts(text);
  const inUnescaped = slowPartsOf(unescapeText(text), secrets).map(({ name, start, end }) => ({
    name,
    start: starts[start] ?? 0,
    end: starts[end] ?? 0,
  }));
  const joined: SecretPart[] = [];
  const all = [...slowPartsOf(text, secrets), ...inUnescaped];
  for (const part of all.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = joined.at(-1);
    if (last && part.start < last.end) joined.splice(-1, 1, { ...last, end: Math.max(last.end, part.end) });
    else joined.push(part);
  }
  return joined;
}

function slowPartsOf(text: string, secrets: readonly Secret[]): readonly SecretPart[] {
  const spellings = secrets.flatMap(([name, value]) => spellingsOf(value).map((spelling) => ({ name, ...spelling })));
  const longestFirst = spellings.toSorted((a, b) => b.text.length - a.text.length);
  const parts: SecretPart[] = [];
  for (let at = 0; at < text.length; ) {
    const found = longestFirst.find((spelling) => text.startsWith(spelling.text, at));
    if (!found) {
      at += 1;
      continue;
    }
    const rest = text.slice(at + found.text.length);
    const more = found.isOpen ? (/^[A-Za-z0-9+/_-]?={0,2}/.exec(rest)?.[0].length ?? 0) : 0;
    parts.push({ name: found.name, start: at, end: at + found.text.length + more });
    at += found.text.length + more;
  }
  return parts;
}

/** Pieces that make texts in which beginnings, ends and escapes of secrets often meet. */
const PIECES =
  'a b ab aaaaaaaa % %25 %61 &amp; &#97; &lt; \\ \\\\ \\u0061 \\n + \r\n \n " / = %F0%9F%98%80 😀 ü %C3%BC 12345678 https:// ?k='
    .split(' ')
    .concat(' ');
const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((all) => all.join(''));
const value = fc
  .array(fc.constantFrom(...PIECES), { minLength: 4, maxLength: 16 })
  .map((all) => all.join(''))
  .filter((text) => text.trim().length >= 8);

/** Values, and a text with whole spellings of them and with some that lack their end. */
const valuesAndText = fc.array(value, { minLength: 1, maxLength: 4 }).chain((values) => {
  const inBase64 = values.map((one) => Buffer.from(one).toString('base64'));
  const spellings = [...inBase64, ...values.flatMap((one) => spellingsOf(one).map(({ text }) => text))];
  const cut = fc
    .tuple(fc.constantFrom(...spellings), fc.nat({ max: 3 }))
    .map(([text, by]) => text.slice(0, text.length - by));
  const text = fc.array(fc.oneof(pieces, fc.constantFrom(...spellings), cut), { maxLength: 8 });
  return fc.record({ values: fc.constant(values), text: text.map((all) => all.join('')) });
});

describe('findSecrets', () => {
  it('finds exactly what trying every spelling at every place finds', () => {
    const numRuns = Number(process.env['FM_RUNS'] ?? 200);
    fc.assert(
      fc.property(valuesAndText, ({ values, text }) => {
        const secrets = values.map((one, index): Secret => [`S${index}`, one]);
        // of two finders, as for the secrets of all runs and of one
        const finders = [createSecretFinder(), createSecretFinder()] as const;
        for (const [index, [name, one]] of secrets.entries()) {
          (index < values.length / 2 ? finders[0] : finders[1]).add(spellSecret(name, one));
        }
        expect(findSecrets(text, finders)).toEqual(findSlowly(text, secrets));
      }),
      { numRuns },
    );
  });
});
