/** How a JSON text is laid out, so that what is added to it looks like the rest. */
export interface TextStyle {
  readonly eol: '\n' | '\r\n';
  /** One level of indentation. */
  readonly unit: string;
  /** What stands behind a key: `: `, or `:` where blanks are saved. */
  readonly colon: string;
  /** What stands between two values of one line. */
  readonly comma: string;
}

/** Reads the style off the first lines of `text`; two blanks and `\n` where they do not tell. */
export function textStyleOf(document: string): TextStyle {
  const text = document.slice(0, LOOKED_AT);
  const lineEnd = text.indexOf('\n');
  const indent = /\n([ \t]+)[^ \t\r\n]/.exec(text)?.[1];
  const isTight = /"\s*:(\s?)/.exec(text)?.[1] === '';
  return {
    eol: lineEnd > 0 && text[lineEnd - 1] === '\r' ? '\r\n' : '\n',
    unit: indent === undefined ? '  ' : indent.startsWith('\t') ? '\t' : indent,
    colon: isTight ? ':' : ': ',
    comma: isTight ? ',' : ', ',
  };
}

/**
 * What stands before `offset` in its line; undefined when the line begins too far away, as in a document that is one long
 * line, or is the first one.
 */
export function lineBefore(text: string, offset: number): string | undefined {
  const before = text.slice(Math.max(0, offset - LOOKED_AT), offset);
  const lineEnd = before.lastIndexOf('\n');
  return lineEnd < 0 ? undefined : before.slice(lineEnd + 1);
}

/** The blanks at the start of the line that `offset` stands in. */
export function lineIndentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(lineBefore(text, offset) ?? '')?.[0] ?? '';
}

/** So that thousands of edits of one document stay cheap. */
const LOOKED_AT = 2000;
