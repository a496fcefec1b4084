import type { Json } from '../json.ts';
import { JmespathError } from './jmespath-error.ts';

/** A token; `value` is the name, number or literal that it carries. */
export type JmespathToken =
  | { readonly kind: 'name' | 'quotedName'; readonly value: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'literal'; readonly value: Json; readonly at: number }
  | { readonly kind: 'symbol'; readonly value: string; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

const MAX_LENGTH = 16_384;
const MAX_NESTING = 100;
const BLANKS = /[ \t\n\r]+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const NUMBER = /-?[0-9]+/y;
const QUOTED = /(["'`])(?:\\.|(?!\1)[^\\])*\1/sy;
const SYMBOL = /\|\||&&|==|!=|<=|>=|\[\]|\[\?|[.*[\]{}(),:@&|<>!]/y;

/** The tokens of `expression`, an `end` last. @throws {JmespathError} `syntax`, or `limit` when it is too long. */
export function lexJmespath(expression: string): readonly JmespathToken[] {
  if (expression.length > MAX_LENGTH) {
    throw new JmespathError('limit', `the expression is longer than ${MAX_LENGTH} characters`, 0);
  }
  const tokens: JmespathToken[] = [];
  for (let at = 0; at < expression.length; ) {
    const blanks = match(BLANKS, expression, at);
    if (blanks) {
      at += blanks.length;
      continue;
    }
    const { token, length } = readToken(expression, at);
    tokens.push(token);
    at += length;
  }
  tokens.push({ kind: 'end', at: expression.length });
  return tokens;
}

function readToken(expression: string, at: number): { token: JmespathToken; length: number } {
  const name = match(NAME, expression, at);
  if (name) return { token: { kind: 'name', value: name, at }, length: name.length };
  const number = match(NUMBER, expression, at);
  if (number) return { token: { kind: 'number', value: Number(number), at }, length: number.length };
  const quoted = match(QUOTED, expression, at);
  if (quoted) return { token: readQuoted(quoted, at), length: quoted.length };
  const symbol = match(SYMBOL, expression, at);
  if (symbol) return { token: { kind: 'symbol', value: symbol, at }, length: symbol.length };
  const found = expression.charAt(at);
  const message = /["'`]/.test(found) ? `the ${found} is not closed` : `unexpected ${JSON.stringify(found)}`;
  throw new JmespathError('syntax', message, at);
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function readQuoted(quoted: string, at: number): JmespathToken {
  const inner = quoted.slice(1, -1);
  switch (quoted.charAt(0)) {
    case "'":
      return { kind: 'literal', value: inner.replaceAll("\\'", "'"), at };
    case '"': {
      const name = tryJson(`"${inner}"`);
      if (typeof name === 'string') return { kind: 'quotedName', value: name, at };
      throw new JmespathError('syntax', 'the quoted name is not well-formed', at);
    }
    default: {
      const text = inner.replaceAll('\\`', '`').trimStart();
      const value = tryJson(MUST_BE_JSON.test(text) ? text : looseJson(text));
      if (value === undefined) throw new JmespathError('syntax', 'the literal is not JSON', at);
      checkLiteral(value, 0, at);
      return { kind: 'literal', value, at };
    }
  }
}

const MUST_BE_JSON = /^["[{]/;

/** A literal that is not JSON stands for text, so that `draft` needs no quotes inside its backticks. */
function looseJson(text: string): string {
  return tryJson(text) === undefined ? `"${text}"` : text;
}

/** The value of a JSON text, undefined when it is none. */
function tryJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** @throws {JmespathError} `syntax` for the key `__proto__` and numbers out of range, `limit` for a literal that is nested too deep. */
function checkLiteral(value: Json, depth: number, at: number): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new JmespathError('syntax', 'the number is out of range', at);
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_NESTING) throw new JmespathError('limit', `the literal is nested deeper than ${MAX_NESTING}`, at);
  if (Object.hasOwn(value, '__proto__')) throw new JmespathError('syntax', 'the key __proto__ is not allowed', at);
  for (const item of Object.values(value)) checkLiteral(item, depth + 1, at);
}
