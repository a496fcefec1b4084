import type { Diagnostic } from '@flowmason/pipeline-schema';
import type { Palette } from '../terminal/palette.ts';
import { toPlainLine } from '../terminal/plain-text.ts';
import type { SourceFile } from './cli-error.ts';

/** Columns of source that are shown around a place in a long line. */
const WINDOW = 100;

/**
 * A finding for people: place, severity, message and code, then the line of source with a caret under the place, related
 * places and the titles of quick fixes.
 */
export function diagnosticText(diagnostic: Diagnostic, source: SourceFile, palette: Palette): string {
  const { line, column } = diagnostic.range.start;
  const severity = diagnostic.severity === 'error' ? palette.red('error') : palette.amber('warning');
  const place = palette.bold(`${source.name}:${line}:${column}`);
  const lines = [`${place}: ${severity}: ${toPlainLine(diagnostic.message)} ${palette.grey(`[${diagnostic.code}]`)}`];
  lines.push(...excerpt(diagnostic, source.text, palette));
  for (const { message, range } of diagnostic.related) {
    lines.push(
      `    ${palette.grey(`${source.name}:${range.start.line}:${range.start.column}`)}: ${toPlainLine(message)}`,
    );
  }
  for (const { title } of diagnostic.fixes) lines.push(`    ${palette.grey('fix:')} ${toPlainLine(title)}`);
  return lines.join('\n');
}

/** `3 errors, 1 warning`. */
export function countText(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity']) => diagnostics.filter((one) => one.severity === severity).length;
  const words = (number: number, word: string) => `${number} ${word}${number === 1 ? '' : 's'}`;
  return [words(count('error'), 'error'), words(count('warning'), 'warning')].join(', ');
}

function excerpt(diagnostic: Diagnostic, text: string, palette: Palette): string[] {
  const { start, end } = diagnostic.range;
  if (text === '') return [];
  const lineStart = text.lastIndexOf('\n', start.offset - 1) + 1;
  const lineEnd = text.indexOf('\n', start.offset);
  const whole = text.slice(lineStart, lineEnd === -1 ? undefined : lineEnd);
  const from = Math.max(0, Math.min(start.column - 1 - WINDOW / 2, whole.length - WINDOW));
  // Each unit keeps its place, so that the caret stands under it.
  const shown = [...whole.slice(from, from + WINDOW)].map((unit) => (/\p{C}/u.test(unit) ? ' ' : unit)).join('');
  const length = end.line === start.line ? end.column - start.column : whole.length - start.column + 1;
  const indent = start.column - 1 - from;
  const carets = '^'.repeat(Math.max(1, Math.min(length, WINDOW - indent)));
  const number = String(start.line);
  return [
    `  ${palette.grey(`${number} |`)} ${shown}`,
    `  ${' '.repeat(number.length)} ${palette.grey('|')} ${' '.repeat(indent)}${palette.red(carets)}`,
  ];
}
