import { blanksEnd, startsWord, wordEnd } from './characters.ts';
import { type ExprAdvice, ExprError, type ExprErrorCode } from './expr-error.ts';
import { LIMITS } from './limits.ts';

/** A place in a template's source that moves forward while one expression is read. */
export class Cursor {
  readonly source: string;
  /** Where the expression begins, behind its `{{`. */
  readonly base: number;
  index: number;

  constructor(source: string, index: number) {
    this.source = source;
    this.base = index;
    this.index = index;
  }

  /** @throws {ExprError} at `start` (default: here) to `end` (default: one character on). */
  fail(code: ExprErrorCode, message: string, start = this.index, end = start + 1, advice?: ExprAdvice): never {
    throw new ExprError(code, message, { start, end: Math.min(end, this.source.length) }, advice);
  }

  skipBlanks(): void {
    this.index = blanksEnd(this.source, this.index);
    this.checkLength();
  }

  /** @throws {ExprError} E_LIMIT when the expression has become too long. */
  checkLength(): void {
    if (this.index - this.base > LIMITS.expressionLength) {
      this.fail('E_LIMIT', `the expression is longer than ${LIMITS.expressionLength} characters`);
    }
  }

  get isAtEnd(): boolean {
    return this.index >= this.source.length;
  }

  isAt(text: string): boolean {
    return this.source.startsWith(text, this.index);
  }

  /** The name that begins here, `''` when there is none. Does not move. */
  peekName(): string {
    return startsWord(this.source, this.index) ? this.source.slice(this.index, wordEnd(this.source, this.index)) : '';
  }

  /** Moves over blanks, and over `word` if that is the whole word that follows. */
  takeKeyword(word: string): boolean {
    this.skipBlanks();
    if (!this.isAt(word)) return false;
    const end = this.index + word.length;
    if (wordEnd(this.source, end) !== end) return false;
    this.index = end;
    return true;
  }

  /** Moves over blanks and `text`. @throws {ExprError} E_SYNTAX when something else stands there. */
  expect(text: string, openedAt?: number): void {
    this.skipBlanks();
    if (!this.isAt(text)) {
      const hint = openedAt === undefined ? undefined : `it closes the bracket at character ${openedAt + 1}`;
      this.fail('E_SYNTAX', `expected '${text}'`, this.index, this.index + 1, { hint });
    }
    this.index += text.length;
  }
}
