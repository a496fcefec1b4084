import type { Template, TemplatePart } from './ast.ts';
import { blanksEnd, describeCharacter } from './characters.ts';
import { ExprError } from './expr-error.ts';
import { ExpressionParser } from './expression-parser.ts';
import { LIMITS } from './limits.ts';

/**
 * Reads a template: text, `{{ expressions }}` and raw blocks. Says nothing about names; `compileTemplate` does.
 * @throws {ExprError} E_SYNTAX, E_UNCLOSED, E_FORBIDDEN, E_VALUE or E_LIMIT at the first fault.
 */
export function parseTemplate(source: string): Template {
  if (source.length > LIMITS.templateLength) {
    throw new ExprError('E_LIMIT', `the template is longer than ${LIMITS.templateLength} characters`, {
      start: 0,
      end: source.length,
    });
  }
  return { source, parts: readParts(source) };
}

function readParts(source: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  const nextOpen = finder(source, '{{');
  const nextTag = finder(source, '{%');
  let expressionCount = 0;
  let index = 0;
  let text = '';
  let textStart = 0;
  const endText = (end: number): void => {
    if (text !== '' || end > textStart) parts.push({ kind: 'text', text, start: textStart, end });
    text = '';
  };
  for (;;) {
    const open = nextOpen(index);
    const tag = nextTag(index);
    if (tag < open) {
      const raw = readRaw(source, tag);
      text += source.slice(index, tag) + (raw ? raw.text : '{%');
      index = raw ? raw.end : tag + 2;
      continue;
    }
    text += source.slice(index, open);
    endText(open);
    if (open === source.length) return parts;
    expressionCount += 1;
    const part = readExpression(source, open);
    if (expressionCount > LIMITS.expressionCount) {
      throw new ExprError('E_LIMIT', `the template has more than ${LIMITS.expressionCount} expressions`, part);
    }
    parts.push(part);
    index = part.end;
    textStart = index;
  }
}

/** Finds `mark` at or behind an index that only grows, searching each stretch of the source once. */
function finder(source: string, mark: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      const next = source.indexOf(mark, from);
      found = next < 0 ? source.length : next;
    }
    return found;
  };
}

const RAW = /\{%[ \t]*raw[ \t]*%\}/y;
const END_RAW = /\{%[ \t]*endraw[ \t]*%\}/g;

function readRaw(source: string, start: number): { text: string; end: number } | undefined {
  RAW.lastIndex = start;
  if (!RAW.test(source)) return undefined;
  const textStart = RAW.lastIndex;
  END_RAW.lastIndex = textStart;
  const close = END_RAW.exec(source);
  if (!close) throw new ExprError('E_UNCLOSED', '{% raw %} is not closed', { start, end: textStart });
  return { text: source.slice(textStart, close.index), end: close.index + close[0].length };
}

function readExpression(source: string, open: number): TemplatePart {
  const parser = new ExpressionParser(source, open + 2);
  if (parser.isAt('-') && blanksEnd(source, parser.index + 1) > parser.index + 1) {
    parser.fail('E_SYNTAX', 'whitespace control {{- is not supported', open, open + 3, {
      hint: 'for a negative value write {{ -x }}',
    });
  }
  parser.skipBlanks();
  if (parser.isAt('}}')) parser.fail('E_SYNTAX', 'the expression is empty', open, parser.index + 2);
  const expression = parser.expression();
  parser.skipBlanks();
  if (!parser.isAt('}}')) failOnRest(parser, open);
  const { nodeCount } = parser;
  return { kind: 'expression', expression, nodeCount, start: open, end: parser.index + 2 };
}

const HINTS: ReadonlyMap<string, string> = new Map([
  ['?', 'write: a if condition else b'],
  ['.', 'write a path without blanks around its dots'],
]);

function failOnRest(parser: ExpressionParser, open: number): never {
  const { source, index } = parser;
  if (parser.isAtEnd) {
    parser.fail('E_UNCLOSED', "'{{' is not closed", open, open + 2, { hint: "close it with '}}'" });
  }
  if (parser.isAt('-}}')) {
    parser.fail('E_SYNTAX', 'whitespace control -}} is not supported', index, index + 1, { hint: "write '}}'" });
  }
  const hint = HINTS.get(source.charAt(index));
  parser.fail('E_SYNTAX', `unexpected ${describeCharacter(source, index)}`, index, index + 1, { hint });
}
