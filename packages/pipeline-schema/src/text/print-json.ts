import type { Json } from '../json.ts';
import type { TextStyle } from './text-style.ts';

/**
 * `value` as it continues a line that is indented by `indent`: objects with one member a line, lists of plain values in
 * one line while that is short. With `indent` undefined all stands in one line.
 */
export function printJson(value: Json, style: TextStyle, indent: string | undefined): string {
  if (indent === undefined || isAtom(value)) return printFlat(value, style);
  const { eol, unit, colon } = style;
  const inner = indent + unit;
  const lines = (open: string, children: readonly string[], close: string): string =>
    children.length === 0
      ? open + close
      : `${open}${eol}${inner}${children.join(`,${eol}${inner}`)}${eol}${indent}${close}`;
  if (isList(value)) {
    const flat = value.every(isPlain) ? printFlat(value, style) : undefined;
    if (flat !== undefined && indent.length + flat.length <= LINE) return flat;
    return lines(
      '[',
      value.map((item) => printJson(item, style, inner)),
      ']',
    );
  }
  const members = Object.entries(value ?? {});
  return lines(
    '{',
    members.map(([key, each]) => `${JSON.stringify(key)}${colon}${printJson(each, style, inner)}`),
    '}',
  );
}

/** No list and no object. */
export function isAtom(value: Json): value is null | boolean | number | string {
  return typeof value !== 'object' || value === null;
}

const LINE = 100;

function printFlat(value: Json, style: TextStyle): string {
  if (isAtom(value)) return JSON.stringify(value);
  const { colon, comma } = style;
  if (isList(value)) return `[${value.map((item) => printFlat(item, style)).join(comma)}]`;
  const members = Object.entries(value).map(([key, each]) => `${JSON.stringify(key)}${colon}${printFlat(each, style)}`);
  return members.length === 0 ? '{}' : padded(members.join(comma), style);
}

/** What stands between the braces of an object in one line. */
export function padded(members: string, { comma }: TextStyle): string {
  return comma === ',' ? `{${members}}` : `{ ${members} }`;
}

/** Atoms, and lists of atoms such as a position. */
function isPlain(value: Json): boolean {
  return isAtom(value) || (isList(value) && value.every(isAtom));
}

/** `Array.isArray` does not narrow a readonly list. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
