/** A stretch of a note's line. */
export type NoteSpan = { readonly kind: 'plain' | 'bold' | 'code'; readonly text: string };

/** A line of a note. */
export type NoteLine = { readonly kind: 'heading' | 'item' | 'text'; readonly spans: readonly NoteSpan[] };

/**
 * The text of a note as it is shown: lines that begin with `# ` are headings, with `- ` or `* ` items; `**bold**` and
 * `` `code` `` inside of them. All else is plain text, and nothing in it is ever taken for HTML.
 */
export function toNoteLines(text: string): readonly NoteLine[] {
  return text.split(/\r?\n/).map((line) => {
    const heading = /^#{1,3} (.*)$/.exec(line)?.[1];
    const item = /^[-*] (.*)$/.exec(line)?.[1];
    if (heading !== undefined) return { kind: 'heading', spans: toSpans(heading) };
    return item === undefined ? { kind: 'text', spans: toSpans(line) } : { kind: 'item', spans: toSpans(item) };
  });
}

function toSpans(line: string): readonly NoteSpan[] {
  return line
    .split(/(\*\*[^*]+\*\*|`[^`]+`)/)
    .filter((text) => text !== '')
    .map((text) => {
      if (text.length > 4 && text.startsWith('**') && text.endsWith('**'))
        return { kind: 'bold', text: text.slice(2, -2) };
      if (text.length > 2 && text.startsWith('`') && text.endsWith('`'))
        return { kind: 'code', text: text.slice(1, -1) };
      return { kind: 'plain', text };
    });
}
