/**
 * The position automaton (Glushkov) of a regular expression: one position per character class of the pattern, with the
 * positions that may follow each. What a matcher that backtracks can get lost in, shows in it.
 */
export interface PatternAutomaton {
  /** Per position, which characters of the alphabet it takes: ASCII, what the pattern names, and examples of the rest. */
  readonly classes: readonly (readonly boolean[])[];
  /** Per position the ones that may come next; one that can be reached in two ways stands there twice. */
  readonly next: readonly (readonly number[])[];
}

/** More positions than this are not looked into. */
const MAX_POSITIONS = 160;

/** `x{0,252}` is looked into as `x*`, which matches more and so can only look worse. */
const MAX_COPIES = 64;

/**
 * The automaton of `pattern`, which must compile with the flag `u`. What a lookaround looks for is taken for part of the
 * text, which can only make the pattern look worse. Undefined when the pattern is too large to be looked into.
 */
export function patternAutomaton(pattern: string): PatternAutomaton | undefined {
  const reader = new PatternReader(pattern);
  reader.choice();
  return reader.isTooLarge ? undefined : { classes: reader.classes, next: reader.next };
}

/** What a piece of a pattern can start and end with, and whether it can be empty. */
type Piece = { readonly first: readonly number[]; readonly last: readonly number[]; readonly isEmpty: boolean };

const NOTHING: Piece = { first: [], last: [], isEmpty: true };

class PatternReader {
  readonly classes: (readonly boolean[])[] = [];
  readonly next: number[][] = [];
  isTooLarge = false;
  readonly #source: string;
  readonly #alphabet: readonly string[];
  #at = 0;

  constructor(source: string) {
    this.#source = source;
    this.#alphabet = alphabetOf(source);
  }

  choice(): Piece {
    let piece = this.#sequence();
    while (this.#source[this.#at] === '|') {
      this.#at += 1;
      const other = this.#sequence();
      piece = {
        first: [...piece.first, ...other.first],
        last: [...piece.last, ...other.last],
        isEmpty: piece.isEmpty || other.isEmpty,
      };
    }
    return piece;
  }

  #sequence(): Piece {
    let piece = NOTHING;
    while (this.#at < this.#source.length && !'|)'.includes(this.#source[this.#at] ?? '')) {
      if (this.isTooLarge) this.#at = this.#source.length;
      else piece = this.#join(piece, this.#repeated());
    }
    return piece;
  }

  #join(left: Piece, right: Piece): Piece {
    this.#link(left.last, right.first);
    return {
      first: left.isEmpty ? [...left.first, ...right.first] : left.first,
      last: right.isEmpty ? [...left.last, ...right.last] : right.last,
      isEmpty: left.isEmpty && right.isEmpty,
    };
  }

  #link(from: readonly number[], to: readonly number[]): void {
    for (const position of from) this.next[position]?.push(...to);
  }

  #repeated(): Piece {
    const start = this.#at;
    let piece = this.#atom();
    const end = this.#at;
    const bounds = this.#bounds();
    if (bounds === undefined) return piece;
    const behind = this.#at;
    // `x{2,}` is `xxx*`: each copy is read again, so that it has positions of its own.
    const again = (): Piece => {
      this.#at = start;
      const copy = this.#atom();
      this.#at = end;
      return copy;
    };
    const isEndless = bounds.most > MAX_COPIES;
    const least = Math.min(bounds.least, MAX_COPIES);
    const count = isEndless ? Math.max(1, least) : bounds.most;
    const copies: Piece[] = [];
    for (let index = 0; index < count && !this.isTooLarge; index += 1) {
      if (index > 0) piece = again();
      copies.push(piece);
    }
    if (isEndless) this.#link(piece.last, piece.first);
    this.#at = behind;
    return this.#chain(copies, least);
  }

  /** One copy after the other, of which the first `least` must be there; a copy that is left out ends the chain. */
  #chain(copies: readonly Piece[], least: number): Piece {
    const canBeEmpty = copies.some((copy) => copy.isEmpty);
    if (canBeEmpty) {
      return copies.reduce<Piece>(
        (chain, copy, index) => this.#join(chain, index < least ? copy : { ...copy, isEmpty: true }),
        NOTHING,
      );
    }
    for (const [index, copy] of copies.entries()) this.#link(copy.last, copies[index + 1]?.first ?? []);
    const ends = copies.slice(Math.max(0, least - 1));
    return { first: copies[0]?.first ?? [], last: ends.flatMap(({ last }) => last), isEmpty: least === 0 };
  }

  #bounds(): { least: number; most: number } | undefined {
    const match = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(this.#source.slice(this.#at, this.#at + 24));
    if (match === null) return undefined;
    this.#at += match[0].length;
    const [, sign, least, comma, most] = match;
    if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Number.POSITIVE_INFINITY };
    if (comma === '') return { least: Number(least), most: Number(least) };
    return { least: Number(least), most: most === '' ? Number.POSITIVE_INFINITY : Number(most) };
  }

  #atom(): Piece {
    const source = this.#source;
    const char = source[this.#at] ?? '';
    if (char === '(') {
      const opening = /^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/.exec(source.slice(this.#at, this.#at + 80))?.[0] ?? '(';
      this.#at += opening.length;
      const piece = this.choice();
      this.#at += 1;
      return /[=!]$/.test(opening) ? NOTHING : piece;
    }
    if (char === '^' || char === '$') {
      this.#at += 1;
      return NOTHING;
    }
    const text =
      /^(?:\[(?:\\.|[^\]\\])*\]|\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|c[A-Za-z]|.)|.)/su.exec(
        source.slice(this.#at, this.#at + 1000),
      )?.[0];
    this.#at += text?.length ?? 1;
    return text === '\\b' || text === '\\B' || text === undefined ? NOTHING : this.#position(text);
  }

  #position(text: string): Piece {
    const position = this.classes.length;
    if (position >= MAX_POSITIONS) {
      this.isTooLarge = true;
      return NOTHING;
    }
    this.classes.push(takenBy(text, this.#alphabet));
    this.next.push([]);
    return { first: [position], last: [position], isEmpty: false };
  }
}

/** ASCII, one of each kind of other characters, and those that the pattern itself names. */
function alphabetOf(pattern: string): readonly string[] {
  const escaped = [...pattern.matchAll(/\\u(?:\{([\da-f]{1,6})\}|([\da-f]{4}))/gi)].flatMap(([, braced, plain]) => {
    const code = Number.parseInt(braced ?? plain ?? '', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : [];
  });
  return [...new Set([...ASCII, ...'é\u3000\u{10fffd}', ...[...pattern].filter((char) => char > '\x7f'), ...escaped])];
}

const ASCII = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** Which characters of `alphabet` one class of a pattern takes. */
function takenBy(text: string, alphabet: readonly string[]): readonly boolean[] {
  const expression = new RegExp(`^${text}$`, 'su');
  return alphabet.map((char) => expression.test(char));
}
