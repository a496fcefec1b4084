import type { Span } from './expr-error.ts';
import { type TemplateToken, tokenizeTemplate } from './tokenize-template.ts';

/** A path before the cursor, as far as it is written: null stands for a key that is computed. */
export type WrittenPath = { readonly root: string; readonly steps: readonly (string | number | null)[] };

/** What the cursor stands in, and the stretch that a completion replaces. */
export type CompletionContext = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'none' | 'text' | 'filter' | 'test' | 'value' | 'operator' }
  /** Behind a dot, or between quotes in brackets (`dotAt` undefined then). */
  | { readonly kind: 'member'; readonly path: WrittenPath; readonly dotAt: number | undefined }
);

/** Finds out what could stand at `offset`. Total: a text that is no template gives `none` or `text`. */
export function completionContextAt(source: string, offset: number): CompletionContext {
  const at = Math.max(0, Math.min(offset, source.length));
  const tokens = tokenizeTemplate(source.slice(0, at));
  const opened = tokens.findLastIndex(({ kind }) => kind === 'open' || kind === 'close');
  const open = tokens[opened];
  if (open?.kind !== 'open' || source.startsWith('{%', open.start)) {
    const isAfterBrace = source.charAt(at - 1) === '{';
    return { kind: 'text', from: isAfterBrace ? at - 1 : at, to: at };
  }
  return inExpression({ source, at, tokens: tokens.slice(opened + 1) });
}

type Cursor = { readonly source: string; readonly at: number; readonly tokens: readonly TemplateToken[] };

function inExpression(cursor: Cursor): CompletionContext {
  const { source, at, tokens } = cursor;
  const last = tokens.at(-1);
  const written = tokens.filter(({ kind }) => kind !== 'blank');
  const isTyping = last !== undefined && isName(last) && last.end === at;
  const from = isTyping ? last.start : at;
  const before = isTyping ? written.slice(0, -1) : written;
  const previous = before.at(-1);
  const replaced = { from, to: isTyping ? typedEnd(source, at) : at };
  if (last?.kind === 'string') return { kind: 'none', from: at, to: at };
  if (last?.kind === 'invalid') return inText(cursor, last, before.slice(0, -1));
  if (!previous) return { kind: 'value', ...replaced };
  const text = textOf(source, previous);
  if (text === '.') {
    const path = pathBefore(source, before.slice(0, -1));
    return path ? { kind: 'member', path, dotAt: previous.start, ...replaced } : { kind: 'none', ...replaced };
  }
  if (text === '|' && previous.kind === 'operator') return { kind: 'filter', ...replaced };
  const beforeThat = before.at(-2);
  const isNegated = text === 'not' && beforeThat !== undefined && textOf(source, beforeThat) === 'is';
  if (previous.kind === 'keyword' && (text === 'is' || isNegated)) return { kind: 'test', ...replaced };
  return { kind: endsValue(source, previous) ? 'operator' : 'value', ...replaced };
}

/** The cursor stands in a text that is not closed: a key, if brackets are open before it. */
function inText({ source, at }: Cursor, text: TemplateToken, before: readonly TemplateToken[]): CompletionContext {
  const bracket = before.at(-1);
  const isKey = bracket !== undefined && textOf(source, bracket) === '[' && /["']/.test(source.charAt(text.start));
  const path = isKey ? pathBefore(source, before.slice(0, -1)) : undefined;
  const from = text.start + 1;
  if (!path) return { kind: 'none', from: at, to: at };
  return { kind: 'member', path, dotAt: undefined, from, to: at };
}

/** The path that `tokens` end with. */
function pathBefore(source: string, tokens: readonly TemplateToken[]): WrittenPath | undefined {
  const steps: (string | number | null)[] = [];
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index];
    if (!token) return undefined;
    if (token.kind === 'root') return { root: textOf(source, token), steps };
    if (token.kind === 'member') {
      steps.unshift(textOf(source, token));
      index -= 1;
    } else if (textOf(source, token) === ']') {
      const opened = openingBracket(source, tokens, index);
      steps.unshift(keyIn(source, tokens.slice(opened + 1, index)));
      index = opened;
    } else return undefined;
  }
  return undefined;
}

function openingBracket(source: string, tokens: readonly TemplateToken[], closing: number): number {
  let depth = 0;
  return tokens.findLastIndex((token, index) => {
    if (index > closing || token.kind !== 'punctuation') return false;
    const text = textOf(source, token);
    if (text === ']') depth += 1;
    if (text === '[') depth -= 1;
    return depth === 0;
  });
}

function keyIn(source: string, tokens: readonly TemplateToken[]): string | number | null {
  const [only] = tokens;
  if (!only || tokens.length > 1) return null;
  const text = textOf(source, only);
  if (only.kind === 'string' && !text.includes('\\')) return text.slice(1, -1);
  return only.kind === 'number' && /^\d+$/.test(text) ? Number(text) : null;
}

function isName({ kind }: TemplateToken): boolean {
  return ['root', 'member', 'filter', 'test', 'function', 'keyword', 'constant', 'argument'].includes(kind);
}

/** Whether a value ends with `token`, so that an operator must follow. */
function endsValue(source: string, token: TemplateToken): boolean {
  if (token.kind === 'punctuation') return [')', ']', '}'].includes(textOf(source, token));
  return ['root', 'member', 'string', 'number', 'constant', 'filter', 'test'].includes(token.kind);
}

/** Where the name ends in whose middle the cursor stands. */
function typedEnd(source: string, at: number): number {
  return at + (/^[\p{L}\p{N}_]*/u.exec(source.slice(at, at + 64))?.[0].length ?? 0);
}

function textOf(source: string, { start, end }: Span): string {
  return source.slice(start, end);
}
