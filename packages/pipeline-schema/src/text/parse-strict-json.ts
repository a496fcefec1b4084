import { MAX_JSON_DEPTH } from './json-limits.ts';
import { pointerSegment } from './json-pointer.ts';
import type { SourceMember, SourceNode, SourceScalar } from './source-node.ts';

/**
 * The tree of a text that is JSON as RFC 8259 has it and nests no deeper than allowed. Undefined for every other text:
 * what is wrong with it, and what can be made of it all the same, is left to a slower reader.
 */
export function parseStrictJson(text: string): SourceNode | undefined {
  return new StrictJsonParser(text).document();
}

/** One pass over the text. Every method stands at a character and leaves behind what it read; undefined is the end of it all. */
class StrictJsonParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): SourceNode | undefined {
    this.#skipBlanks();
    const root = this.#value('', 1);
    this.#skipBlanks();
    return this.#at === this.#text.length ? root : undefined;
  }

  #skipBlanks(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== SPACE && unit !== LF && unit !== CR && unit !== TAB) return;
      this.#at += 1;
    }
  }

  /** Skips blanks, and `unit` when it stands behind them. */
  #takes(unit: number): boolean {
    this.#skipBlanks();
    if (this.#text.charCodeAt(this.#at) !== unit) return false;
    this.#at += 1;
    return true;
  }

  #value(pointer: string, depth: number): SourceNode | undefined {
    switch (this.#text.charCodeAt(this.#at)) {
      case OPEN_BRACE:
        return depth > MAX_JSON_DEPTH ? undefined : this.#object(pointer, depth);
      case OPEN_BRACKET:
        return depth > MAX_JSON_DEPTH ? undefined : this.#list(pointer, depth);
      case QUOTE: {
        const start = this.#at;
        const value = this.#string();
        return value === undefined ? undefined : { kind: 'scalar', start, end: this.#at, pointer, value };
      }
      case LOWER_T:
        return this.#word('true', true, pointer);
      case LOWER_F:
        return this.#word('false', false, pointer);
      case LOWER_N:
        return this.#word('null', null, pointer);
      default:
        return this.#number(pointer);
    }
  }

  #object(pointer: string, depth: number): SourceNode | undefined {
    const start = this.#at;
    const members: SourceMember[] = [];
    const byKey = new Map<string, SourceMember>();
    this.#at += 1;
    if (!this.#takes(CLOSE_BRACE)) {
      do {
        const member = this.#member(pointer, depth);
        if (member === undefined) return undefined;
        members.push(member);
        byKey.set(member.key, member);
      } while (this.#takes(COMMA));
      if (!this.#takes(CLOSE_BRACE)) return undefined;
    }
    return { kind: 'object', start, end: this.#at, pointer, members, byKey };
  }

  #member(parent: string, depth: number): SourceMember | undefined {
    this.#skipBlanks();
    const keyStart = this.#at;
    const key = this.#text.charCodeAt(keyStart) === QUOTE ? this.#string() : undefined;
    if (key === undefined) return undefined;
    const keyEnd = this.#at;
    if (!this.#takes(COLON)) return undefined;
    this.#skipBlanks();
    const pointer = parent + pointerSegment(key);
    const value = this.#value(pointer, depth + 1);
    return value && { key, keyStart, keyEnd, pointer, value };
  }

  #list(pointer: string, depth: number): SourceNode | undefined {
    const start = this.#at;
    const items: SourceNode[] = [];
    this.#at += 1;
    if (!this.#takes(CLOSE_BRACKET)) {
      do {
        this.#skipBlanks();
        const item = this.#value(`${pointer}/${items.length}`, depth + 1);
        if (item === undefined) return undefined;
        items.push(item);
      } while (this.#takes(COMMA));
      if (!this.#takes(CLOSE_BRACKET)) return undefined;
    }
    return { kind: 'list', start, end: this.#at, pointer, items };
  }

  /** The string literal at the present place, which is its opening quote. */
  #string(): string | undefined {
    const text = this.#text;
    const start = this.#at;
    let hasEscapes = false;
    let at = start + 1;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === QUOTE) break;
      if (unit === BACKSLASH) {
        const length = escapeLength(text, at);
        if (length === undefined) return undefined;
        hasEscapes = true;
        at += length;
      } else if (unit >= SPACE) at += 1;
      else return undefined; // a control character, or the NaN that stands for the end of the text
    }
    this.#at = at + 1;
    return hasEscapes ? String(JSON.parse(text.slice(start, at + 1))) : text.slice(start + 1, at);
  }

  #word(word: string, value: boolean | null, pointer: string): SourceScalar | undefined {
    const start = this.#at;
    if (!this.#text.startsWith(word, start)) return undefined;
    this.#at += word.length;
    return { kind: 'scalar', start, end: this.#at, pointer, value };
  }

  #number(pointer: string): SourceScalar | undefined {
    const start = this.#at;
    NUMBER.lastIndex = start;
    const [written] = NUMBER.exec(this.#text) ?? [];
    if (written === undefined) return undefined;
    this.#at += written.length;
    return { kind: 'scalar', start, end: this.#at, pointer, value: Number(written) };
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** How many characters the escape at `at` has; undefined when JSON has no such escape. */
function escapeLength(text: string, at: number): number | undefined {
  const letter = text.charAt(at + 1);
  if (letter !== '' && '"\\/bfnrt'.includes(letter)) return 2;
  return letter === 'u' && /^[0-9a-fA-F]{4}$/.test(text.slice(at + 2, at + 6)) ? 6 : undefined;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const LOWER_F = 102;
const LOWER_N = 110;
const LOWER_T = 116;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
