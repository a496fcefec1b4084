/** One line of a value that is shown as a tree. */
export interface JsonLine {
  /** Unique among the lines. */
  readonly key: string;
  /** Where in the value it stands, as a JSON pointer; what folding goes by. */
  readonly path: string;
  readonly depth: number;
  readonly name: string | undefined;
  /** What a leaf shows. */
  readonly text: string;
  readonly tint: 'text' | 'value' | 'quiet';
  /** Set for a leaf whose text is cut, or was: what the button that shows the rest says. */
  readonly more: string | undefined;
  /** Set for a list or object that has something in it. */
  readonly fold: { readonly isOpen: boolean; readonly summary: string; readonly bracket: string } | undefined;
}

/**
 * The lines of a value. Small parts start open; `toggled` holds the paths of those that are not as they start, and of
 * texts that are shown in full. Closed parts are not walked through, so a big value costs what is seen of it.
 */
export function toJsonLines(value: unknown, toggled: ReadonlySet<string>): readonly JsonLine[] {
  const lines: JsonLine[] = [];
  walk({ value, name: undefined, path: '', depth: 0 }, toggled, lines);
  return lines;
}

type Place = {
  readonly value: unknown;
  readonly name: string | undefined;
  readonly path: string;
  readonly depth: number;
};

function walk(place: Place, toggled: ReadonlySet<string>, lines: JsonLine[]): void {
  const { value, name, path, depth } = place;
  const line = { key: path, path, depth, name, text: '', tint: 'quiet', more: undefined, fold: undefined } as const;
  if (typeof value !== 'object' || value === null) {
    lines.push({ ...line, ...toLeaf(value, toggled.has(path)) });
    return;
  }
  const isList = Array.isArray(value);
  const names = Object.keys(value);
  if (names.length === 0) {
    lines.push({ ...line, text: isList ? '[]' : '{}' });
    return;
  }
  const isOpen = startsOpen(names.length, depth) !== toggled.has(path);
  lines.push({ ...line, fold: { isOpen, summary: summaryOf(value, names), bracket: isList ? '[' : '{' } });
  if (!isOpen) return;
  for (const child of names) {
    // Object.keys gave the name, so the value has it.
    const inner = (value as Record<string, unknown>)[child];
    walk({ value: inner, name: child, path: `${path}/${escaped(child)}`, depth: depth + 1 }, toggled, lines);
  }
}

/** A name as a JSON pointer has it, so that no two places have the same path. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Whether a list or object of this size starts open. */
function startsOpen(size: number, depth: number): boolean {
  return depth === 0 || (size <= MOST_OPEN && depth < DEEPEST_OPEN);
}

const MOST_OPEN = 30;
const DEEPEST_OPEN = 4;
const LONGEST_TEXT = 600;
/** More than this in one element would hold up the page. */
const LONGEST_SHOWN = 100_000;

function toLeaf(value: unknown, isFull: boolean): Pick<JsonLine, 'text' | 'tint' | 'more'> {
  if (typeof value !== 'string') return { text: String(value), tint: 'value', more: undefined };
  if (value.length <= LONGEST_TEXT) return { text: JSON.stringify(value), tint: 'text', more: undefined };
  const shown = value.slice(0, isFull ? LONGEST_SHOWN : LONGEST_TEXT);
  const isCut = shown.length < value.length;
  return {
    text: isFull ? shown : `"${shown}${isCut ? '…' : ''}`,
    tint: 'text',
    more: isFull
      ? isCut
        ? `cut at ${sizeText(LONGEST_SHOWN)}; copy for the rest`
        : 'show less'
      : `show all ${sizeText(value.length)}`,
  };
}

function summaryOf(value: object, names: readonly string[]): string {
  if (Array.isArray(value)) return names.length === 1 ? '[ 1 item ]' : `[ ${names.length} items ]`;
  const shown = names.slice(0, 3).join(', ');
  return `{ ${shown}${names.length > 3 ? ', …' : ''} }`;
}

function sizeText(length: number): string {
  if (length < 10_000) return `${length} characters`;
  return length < 1_000_000
    ? `${Math.round(length / 1_000)} k characters`
    : `${(length / 1_000_000).toFixed(1)} M characters`;
}
