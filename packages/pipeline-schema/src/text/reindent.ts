import type { TextStyle } from './text-style.ts';

/** Where a piece of JSON comes from: how far its first line is indented, and by how much each level is. */
export interface OldIndent {
  readonly indent: string;
  readonly unit: string;
}

/**
 * A piece of JSON moved to a line of another indentation, in another style; its own line breaks and blanks inside the
 * lines stay. With `indent` undefined it becomes one line. A JSON text has no line breaks inside its strings.
 */
export function reindent(piece: string, from: OldIndent, style: TextStyle, indent: string | undefined): string {
  const [first = '', ...rest] = piece.split(/\r?\n/);
  if (indent === undefined) return [first.trimEnd(), ...rest.map((line) => line.trim())].join(' ');
  const lines = rest.map((line) => {
    const bare = line.replace(/^[ \t]+/, '');
    const blanks = line.slice(0, line.length - bare.length);
    const inner = blanks.startsWith(from.indent) ? blanks.slice(from.indent.length) : '';
    const levels = Math.floor(inner.length / from.unit.length);
    return bare === '' ? '' : indent + style.unit.repeat(levels) + inner.slice(levels * from.unit.length) + bare;
  });
  return [first, ...lines].join(style.eol);
}
