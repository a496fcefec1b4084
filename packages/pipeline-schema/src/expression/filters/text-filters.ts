import { charactersOf } from '../values.ts';
import { type Filter, type FilterCall, parameters } from './filter.ts';
import { needText, wholeArgument } from './needs.ts';

const MAX_INDENT = 64;

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
}

function title(value: unknown, _args: readonly unknown[], call: FilterCall): string {
  return needText(value, call)
    .split(/([-\s({[<]+)/)
    .map(capitalize)
    .join('');
}

function trim(value: unknown, [characters]: readonly unknown[], call: FilterCall): string {
  const text = needText(value, call);
  if (characters === undefined || characters === null) return text.trim();
  const unwanted = new Set(needText(characters, call));
  const all = Array.from(text);
  const first = all.findIndex((character) => !unwanted.has(character));
  if (first < 0) return '';
  return all.slice(first, all.findLastIndex((character) => !unwanted.has(character)) + 1).join('');
}

function replace(value: unknown, args: readonly unknown[], call: FilterCall): string {
  const { evaluation, span } = call;
  const text = needText(value, call);
  const old = needText(args[0], call);
  const replacement = needText(args[1], call);
  if (old === '') evaluation.fail('E_ARGS', 'the text to replace must not be empty', span);
  let left = wholeArgument(args[2], 'count', Number.POSITIVE_INFINITY, call);
  const pieces: string[] = [];
  let length = 0;
  let index = 0;
  for (; left > 0; left -= 1) {
    const found = text.indexOf(old, index);
    if (found < 0) break;
    pieces.push(text.slice(index, found), replacement);
    length += found - index + replacement.length;
    evaluation.burn(1, span);
    evaluation.checkTextLength(length, span);
    index = found + old.length;
  }
  pieces.push(text.slice(index));
  return pieces.join('');
}

function truncate(value: unknown, args: readonly unknown[], call: FilterCall): string {
  const text = needText(value, call);
  const length = wholeArgument(args[0], 'length', 255, call);
  const ending = args[2] === undefined || args[2] === null ? '...' : needText(args[2], call);
  const leeway = wholeArgument(args[3], 'leeway', 5, call);
  const characters = charactersOf(text) ?? text;
  if (characters.length <= length + leeway) return text;
  const kept = characters.slice(0, Math.max(0, length - (charactersOf(ending) ?? ending).length));
  const cut = typeof kept === 'string' ? kept : kept.join('');
  if (args[1] === true) return cut + ending;
  const lastBlank = cut.lastIndexOf(' ');
  return (lastBlank >= 0 ? cut.slice(0, lastBlank) : cut) + ending;
}

function split(value: unknown, [separator]: readonly unknown[], call: FilterCall): string[] {
  const text = needText(value, call);
  call.evaluation.burn(text.length >> 2, call.span);
  if (separator === undefined || separator === null) return text.trim().split(/\s+/).filter(Boolean);
  const mark = needText(separator, call);
  if (mark === '') call.evaluation.fail('E_ARGS', 'the separator must not be empty', call.span);
  return text.split(mark);
}

function indent(value: unknown, [width, first]: readonly unknown[], call: FilterCall): string {
  const blanks = ' '.repeat(Math.min(MAX_INDENT, Math.max(0, wholeArgument(width, 'width', 4, call))));
  const lines = needText(value, call).split('\n');
  const added = lines.length * blanks.length;
  call.evaluation.checkTextLength(added, call.span);
  call.evaluation.burn(lines.length + (added >> 4), call.span);
  return lines.map((line, index) => ((index === 0 ? first === true : line.trim()) ? blanks + line : line)).join('\n');
}

/** Filters whose input is a text. */
export const TEXT_FILTERS = {
  upper: {
    parameters: [],
    summary: 'The text in capitals.',
    apply: (value, _args, call) => needText(value, call).toUpperCase(),
  },
  lower: {
    parameters: [],
    summary: 'The text in small letters.',
    apply: (value, _args, call) => needText(value, call).toLowerCase(),
  },
  title: { parameters: [], summary: 'Each word with a capital.', apply: title },
  capitalize: {
    parameters: [],
    summary: 'The first letter a capital, the others small.',
    apply: (value, _args, call) => capitalize(needText(value, call)),
  },
  trim: { parameters: parameters('chars?'), summary: 'Without blanks, or `chars`, at both ends.', apply: trim },
  replace: {
    parameters: parameters('old', 'new', 'count?'),
    summary: 'Every `old` (or the first `count`) replaced by `new`.',
    apply: replace,
  },
  truncate: {
    parameters: parameters('length?', 'killwords?', 'end?', 'leeway?'),
    summary: 'Cut to `length` characters (255) at a blank, or anywhere with `killwords`, with `end` behind.',
    apply: truncate,
  },
  split: { parameters: parameters('sep?'), summary: 'The parts between `sep`, or between blanks.', apply: split },
  indent: {
    parameters: parameters('width?', 'first?'),
    summary: 'Lines after the first moved right by `width` (4) blanks; the first too with `first`.',
    apply: indent,
  },
  wordcount: {
    parameters: [],
    summary: 'How many words the text has.',
    apply: (value, _args, call) => needText(value, call).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0,
  },
} as const satisfies Record<string, Filter>;
