/** A text inside a line of JSON, as it reads and as it is written. */
export interface CodeString {
  /** The text with its escapes resolved. */
  readonly value: string;
  /** The place in the line of each UTF-16 unit of `value`, and of its end; from 0, ascending. */
  readonly offsets: readonly number[];
  /** Behind it stands a colon: it is the key of a member. */
  readonly isKey: boolean;
}

/** Every text in a line of JSON, in order. One that is not closed yet goes on to the end of the line. */
export function readCodeStrings(line: string): readonly CodeString[] {
  return [...line.matchAll(WRITTEN)].map(({ 0: written, index }) => {
    const isClosed = written.length > 1 && written.endsWith('"');
    const inner = written.slice(1, isClosed ? -1 : undefined);
    return { ...decode(inner, index + 1), isKey: /^\s*:/.test(line.slice(index + written.length)) };
  });
}

/** The text that the caret stands in, between its quotes; `offset` is the caret's place in the line, from 0. */
export function codeStringAt(line: string, offset: number): CodeString | undefined {
  return readCodeStrings(line).find(({ offsets }) => (offsets[0] ?? 0) <= offset && offset <= (offsets.at(-1) ?? -1));
}

/** The unit of `value` that the caret stands before. */
export function caretInString({ offsets }: CodeString, offset: number): number {
  const unit = offsets.findIndex((at) => at >= offset);
  return unit < 0 ? offsets.length - 1 : unit;
}

/** A quote always ends it, so that what is half-written does not swallow its neighbours. */
const WRITTEN = /"(?:[^"\\]|\\.)*(?:"|\\?$)/g;
const ESCAPED = /\\u[0-9a-fA-F]{4}|\\.|[^\\]|\\$/g;

function decode(inner: string, start: number): Pick<CodeString, 'value' | 'offsets'> {
  let value = '';
  const offsets: number[] = [];
  for (const { 0: piece, index } of inner.matchAll(ESCAPED)) {
    value += piece.length > 1 ? unescaped(piece) : piece;
    offsets.push(start + index);
  }
  offsets.push(start + inner.length);
  return { value, offsets };
}

function unescaped(escaped: string): string {
  if (escaped.startsWith('\\u')) return String.fromCharCode(Number.parseInt(escaped.slice(2), 16));
  return ESCAPES.get(escaped) ?? escaped.slice(1);
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\n', '\n'],
  ['\\r', '\r'],
  ['\\t', '\t'],
  ['\\b', '\b'],
  ['\\f', '\f'],
]);
