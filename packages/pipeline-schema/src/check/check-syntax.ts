import type { JsonSyntaxError } from '../text/parse-json-text.ts';
import type { Reporter } from './reporter.ts';

/** More syntax errors than this are the echo of the first ones. */
const SHOWN = 20;

/** Reports where the text is not JSON. */
export function reportSyntaxErrors(text: string, errors: readonly JsonSyntaxError[], { report }: Reporter): void {
  if (text.trim() === '') {
    report(
      'not-json',
      { start: 0, end: text.length, pointer: '' },
      'The document is empty. A pipeline is a JSON object.',
    );
    return;
  }
  for (const { message, start, end } of errors.slice(0, SHOWN)) {
    const from = Math.min(start, Math.max(0, text.length - 1));
    const place = { start: from, end: Math.max(end, Math.min(from + 1, text.length)), pointer: '' };
    report('not-json', place, `${message.charAt(0).toUpperCase()}${message.slice(1)}.`, {
      fixes: [...byteOrderMarkFix(text, start), ...trailingCommaFix(text, start)],
    });
  }
}

/** The most common slip: a comma before the closing bracket. */
function trailingCommaFix(text: string, at: number) {
  if (text[at] !== '}' && text[at] !== ']') return [];
  const before = /,\s*$/.exec(text.slice(Math.max(0, at - 1000), at));
  if (before === null) return [];
  const comma = at - before[0].length;
  return [{ title: 'Remove the comma', edits: [{ start: comma, end: comma + 1, text: '' }] }];
}

/** Some editors put one before the text, and nobody sees it. */
function byteOrderMarkFix(text: string, at: number) {
  if (text[at] !== '\uFEFF') return [];
  return [{ title: 'Remove the byte order mark', edits: [{ start: at, end: at + 1, text: '' }] }];
}
