import { MIN_SECRET_LENGTH } from '@flowmason/pipeline-schema';
import { hashOf, lengthKey } from './hashed-text.ts';
import { spellingsOf } from './secret-spellings.ts';

/** One way in which a secret is written, with the hashes under which it is found. */
export interface Spelling {
  readonly text: string;
  /** What follows may still belong to it: the last digits of base64, which depend on the next character. */
  readonly isOpen: boolean;
  /** Hash of its first `MIN_SECRET_LENGTH` characters. */
  readonly first: number;
  /** The largest power of two that it is as long as. */
  readonly size: number;
  /** Key of as many first characters. */
  readonly beginning: number;
  /** Key of all of it. */
  readonly key: number;
  /** A number in digits may hold it. */
  readonly isNumeric: boolean;
}

/** A secret, ready to be looked for. */
export interface SpelledSecret {
  readonly name: string;
  readonly spellings: readonly Spelling[];
  /** Of all spellings together, with what each costs beside its text. */
  readonly charCount: number;
  /** Set for a value that a number can spell. */
  readonly number: number | undefined;
}

/** Spellings of how many characters are kept for the next run that brings the same values along. */
const MAX_KEPT_CHARS = 4_000_000;

type Spelled = Pick<SpelledSecret, 'spellings' | 'charCount'>;

const kept = new Map<string, Spelled>();
let keptChars = 0;

/** Prepares a secret once for all that look for it: values that were met a short time ago cost nothing. */
export function spellSecret(name: string, value: string): SpelledSecret {
  const known = kept.get(value);
  const spelled = known ?? spell(value);
  kept.delete(value); // to the end of the line
  kept.set(value, spelled);
  if (!known) keptChars += spelled.charCount;
  for (const [oldest, { charCount }] of kept) {
    if (keptChars <= MAX_KEPT_CHARS) break;
    kept.delete(oldest);
    keptChars -= charCount;
  }
  return { name, ...spelled, number: /^-?[0-9.]{1,400}$/.test(value) ? Number(value) : undefined };
}

function spell(value: string): Spelled {
  const spellings = spellingsOf(value).map(({ text, isOpen }): Spelling => {
    const size = 2 ** (31 - Math.clz32(text.length));
    const isNumeric = text.length <= MAX_NUMBER_LENGTH && /^[-+ .0-9e]*$/.test(text);
    return {
      text,
      isOpen,
      first: hashOf(text, 0, MIN_SECRET_LENGTH),
      size,
      beginning: lengthKey(hashOf(text, 0, size), size),
      key: lengthKey(hashOf(text), text.length),
      isNumeric,
    };
  });
  return { spellings, charCount: spellings.reduce((sum, { text }) => sum + text.length + CHARS_PER_SPELLING, 0) };
}

/** What a short spelling costs in memory, and in time, is not its characters. */
const CHARS_PER_SPELLING = 200;

/** No number in JavaScript is written with more characters. */
const MAX_NUMBER_LENGTH = 26;
