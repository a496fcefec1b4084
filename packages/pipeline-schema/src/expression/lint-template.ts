import { type BinaryNode, childrenOf, type FilterNode, type Node, type Template, type TestNode } from './ast.ts';
import type { Span } from './expr-error.ts';

/** Something that is allowed, and probably not what was meant. */
export type TemplateLint = Span & {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly message: string;
  /** An edit of the source that says the same, or what was probably meant. */
  readonly fix?: Span & { readonly title: string; readonly text: string };
};

/** What in `template` is worth a second look, in the order of the source. */
export function lintTemplate(template: Template): readonly TemplateLint[] {
  const lints = template.parts.flatMap((part) => {
    if (part.kind === 'text') return lintText(template.source, part);
    return lintNode(template.source, part.expression);
  });
  return [...lints, ...lintWhole(template)].sort((a, b) => a.start - b.start);
}

const TAG = /\{[%#]/g;

function lintText(source: string, span: Span): readonly TemplateLint[] {
  const text = source.slice(span.start, span.end);
  if (/\{%[ \t]*raw[ \t]*%\}/.test(text)) return [];
  const [tag] = text.matchAll(TAG);
  if (!tag) return [];
  const start = span.start + tag.index;
  const what = tag[0] === '{%' ? 'statements' : 'comments';
  return [
    { code: 'tag-is-text', message: `'${tag[0]}' is plain text here: there are no ${what}`, start, end: start + 2 },
  ];
}

function lintWhole({ source, parts }: Template): readonly TemplateLint[] {
  const expressions = parts.filter((part) => part.kind === 'expression');
  const [only] = expressions;
  if (!only || expressions.length > 1 || parts.length === 1) return [];
  const around = source.slice(0, only.start) + source.slice(only.end);
  if (around.trim() !== '') return [];
  const whole = { start: 0, end: source.length };
  const text = source.slice(only.start, only.end);
  return [
    {
      code: 'blanks-make-text',
      message: 'the blanks around {{ }} turn the value into text; without them it keeps its type',
      ...whole,
      fix: { title: 'Remove the blanks', ...whole, text },
    },
  ];
}

function lintNode(source: string, node: Node): readonly TemplateLint[] {
  const below = childrenOf(node).flatMap((child) => lintNode(source, child));
  switch (node.kind) {
    case 'binary':
      return [...lintFilteredOperands(source, node), ...below];
    case 'filter':
    case 'test':
      return [...lintFilteredWhole(source, node), ...below];
    case 'member':
      return [...lintHyphenDigits(source, node), ...below];
    case 'conditional':
      return [...lintTruth(node.condition), ...below];
    case 'not':
      return [...lintTruth(node.operand), ...below];
    case 'and':
    case 'or':
      return [...lintTruth(node.left), ...below];
    default:
      return below;
  }
}

/** `a + b | f`: the filter takes `b` alone. */
function lintFilteredOperands(
  source: string,
  { left, right, operator, inBrackets, ...whole }: BinaryNode,
): readonly TemplateLint[] {
  const operand = [right, left].find((side) => side.kind === 'filter' && !side.inBrackets);
  if (operand?.kind !== 'filter' || operator === '~') return [];
  const input = source.slice(operand.input.start, operand.input.end);
  return [
    {
      code: 'filter-binds-tighter',
      message: `'| ${operand.name}' applies to '${input}' alone, before '${operator}'; brackets make it plain`,
      start: whole.start,
      end: whole.end,
      fix: {
        title: 'Put brackets around the filtered value',
        start: operand.start,
        end: operand.end,
        text: `(${source.slice(operand.start, operand.end)})`,
      },
    },
  ];
}

/** `a / 1000 | round`: the filter takes the quotient, because a bare number is hardly ever what is to be rounded. */
function lintFilteredWhole(
  source: string,
  { input, name, start, end }: FilterNode | TestNode,
): readonly TemplateLint[] {
  if (input.kind !== 'binary' || input.inBrackets) return [];
  const text = source.slice(input.start, input.end);
  return [
    {
      code: 'filter-takes-whole',
      message: `'| ${name}' applies to the whole '${text}'; brackets make it plain`,
      start,
      end,
      fix: { title: 'Put brackets around the calculation', start: input.start, end: input.end, text: `(${text})` },
    },
  ];
}

/** `input.count-1`: a name that ends in a hyphen and digits. */
function lintHyphenDigits(source: string, node: Extract<Node, { kind: 'member' }>): readonly TemplateLint[] {
  const match = /^(.+?)-(\d+)$/.exec(node.name);
  const isStage = node.object.kind === 'root' && node.object.name === 'stages';
  if (!match || isStage) return [];
  const [, name = '', digits = ''] = match;
  const span = { start: node.nameStart, end: node.nameStart + node.name.length };
  return [
    {
      code: 'hyphen-joins',
      message: `'${source.slice(span.start, span.end)}' is one name; for a subtraction put blanks around the minus`,
      ...span,
      fix: { title: `Subtract: ${name} - ${digits}`, ...span, text: `${name} - ${digits}` },
    },
  ];
}

/** Text counts as true unless it is empty, whatever it says. */
function lintTruth(node: Node): readonly TemplateLint[] {
  if (node.kind !== 'literal' || (node.value !== 'false' && node.value !== '0')) return [];
  const message = `the text '${node.value}' counts as true`;
  const { start, end } = node;
  const fix = { title: 'Write it without quotes', start, end, text: node.value };
  return [{ code: 'text-is-true', message, start, end, fix }];
}
