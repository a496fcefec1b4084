import { blanksEnd, segmentEnd, startsWord, wordEnd } from './characters.ts';
import type { Span } from './expr-error.ts';
import { KEYWORDS } from './operand-parser.ts';

/** What a stretch of a template is, for highlighting and completion. */
export type TemplateTokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'blank'
  | 'keyword'
  | 'constant'
  | 'string'
  | 'number'
  | 'operator'
  | 'punctuation'
  | 'root'
  | 'member'
  | 'filter'
  | 'test'
  | 'function'
  | 'argument'
  | 'invalid';

export type TemplateToken = Span & { readonly kind: TemplateTokenKind };

/**
 * The tokens of any text, without gaps and in order. Never fails: what cannot be part of an expression is `invalid`,
 * and whether the whole is well-formed is `parseTemplate`'s business. Raw blocks are text between `open` and `close`.
 */
export function tokenizeTemplate(source: string): readonly TemplateToken[] {
  const tokens: TemplateToken[] = [];
  let index = 0;
  while (index < source.length) {
    MARK.lastIndex = index;
    const mark = MARK.exec(source);
    const markStart = mark?.index ?? source.length;
    if (markStart > index) tokens.push({ kind: 'text', start: index, end: markStart });
    index = markStart;
    if (mark) index = mark[0] === '{{' ? tokenizeExpression(source, index, tokens) : tokenizeRaw(source, mark, tokens);
  }
  return tokens;
}

/** The beginning of an expression, or of a raw block. */
const MARK = /\{\{|\{%[ \t]*raw[ \t]*%\}/g;
const END_RAW = /\{%[ \t]*endraw[ \t]*%\}/g;

function tokenizeRaw(source: string, { 0: tag, index }: RegExpExecArray, tokens: TemplateToken[]): number {
  const start = index + tag.length;
  tokens.push({ kind: 'open', start: index, end: start });
  END_RAW.lastIndex = start;
  const close = END_RAW.exec(source);
  const end = close?.index ?? source.length;
  if (end > start) tokens.push({ kind: 'text', start, end });
  if (!close) return end;
  tokens.push({ kind: 'close', start: end, end: END_RAW.lastIndex });
  return END_RAW.lastIndex;
}

function tokenizeExpression(source: string, open: number, tokens: TemplateToken[]): number {
  tokens.push({ kind: 'open', start: open, end: open + 2 });
  const lexer = new ExpressionLexer(source, open + 2);
  while (!lexer.isDone) tokens.push(lexer.next());
  return lexer.index;
}

class ExpressionLexer {
  readonly #source: string;
  index: number;
  isDone: boolean;
  /** How many `{` are open. */
  #braces = 0;
  /** The last token that is no blank, as text; '' at the beginning. */
  #before = '';
  #beforeKind: TemplateTokenKind = 'open';

  constructor(source: string, index: number) {
    this.#source = source;
    this.index = index;
    this.isDone = index >= source.length;
  }

  next(): TemplateToken {
    const start = this.index;
    const kind = this.#read();
    const end = this.index;
    if (kind !== 'blank') {
      this.#before = this.#source.slice(start, Math.min(end, start + 8));
      this.#beforeKind = kind;
    }
    this.isDone = kind === 'close' || end >= this.#source.length;
    return { kind, start, end };
  }

  #read(): TemplateTokenKind {
    const source = this.#source;
    const blanks = blanksEnd(source, this.index);
    if (blanks > this.index) return this.#take(blanks, 'blank');
    if (this.#braces === 0 && source.startsWith('}}', this.index)) return this.#take(this.index + 2, 'close');
    if (this.#before === '.' && this.#beforeKind === 'punctuation') {
      const end = segmentEnd(source, this.index);
      if (end > this.index) return this.#take(end, 'member');
    }
    STRING.lastIndex = this.index;
    if (STRING.test(source)) return this.#take(STRING.lastIndex, 'string');
    if (startsWord(source, this.index)) return this.#word();
    NUMBER.lastIndex = this.index;
    if (NUMBER.test(source)) return this.#take(NUMBER.lastIndex, 'number');
    return this.#sign();
  }

  #sign(): TemplateTokenKind {
    OPERATOR.lastIndex = this.index;
    if (OPERATOR.test(this.#source)) return this.#take(OPERATOR.lastIndex, 'operator');
    const character = this.#source.charAt(this.index);
    if (PUNCTUATION.includes(character)) {
      if (character === '{') this.#braces += 1;
      if (character === '}' && this.#braces > 0) this.#braces -= 1;
      return this.#take(this.index + 1, 'punctuation');
    }
    // A text that is not closed is wrong up to the end; anything else for one character.
    const isQuote = character === '"' || character === "'";
    const width = (this.#source.codePointAt(this.index) ?? 0) > 0xffff ? 2 : 1;
    return this.#take(isQuote ? this.#source.length : this.index + width, 'invalid');
  }

  #word(): TemplateTokenKind {
    const end = wordEnd(this.#source, this.index);
    const word = this.#source.slice(this.index, end);
    return this.#take(end, this.#kindOf(word, end));
  }

  #kindOf(word: string, end: number): TemplateTokenKind {
    if (this.#beforeKind === 'operator' && this.#before === '|') return 'filter';
    const isAfterIs = this.#beforeKind === 'keyword' && this.#before === 'is';
    if (isAfterIs && word !== 'not') return 'test';
    if (this.#beforeKind === 'keyword' && this.#before === 'not' && this.#isNegatedTest) return 'test';
    this.#isNegatedTest = isAfterIs;
    if (CONSTANT.test(word) && KEYWORDS.has(word)) return 'constant';
    if (KEYWORDS.has(word)) return 'keyword';
    const next = blanksEnd(this.#source, end);
    if (this.#source.charAt(next) === '(') return 'function';
    const isArgument = this.#before === '(' || this.#before === ',';
    return isArgument && /^=(?!=)/.test(this.#source.slice(next, next + 2)) ? 'argument' : 'root';
  }

  /** Whether the word before was the `not` of `is not`. */
  #isNegatedTest = false;

  #take(end: number, kind: TemplateTokenKind): TemplateTokenKind {
    this.index = end;
    return kind;
  }
}

const STRING = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/sy;
const NUMBER = /0[xX][0-9a-fA-F]+|\d+(?:_\d+)*(?:\.\d+(?:_\d+)*)?(?:[eE][+-]?\d+)?/y;
const OPERATOR = /\*\*|\/\/|[=!<>]=|[-+*/%~<>|=]/y;
const PUNCTUATION = '.,:()[]{}';
const CONSTANT = /^(?:true|false|none|null)$/i;
