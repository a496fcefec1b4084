import type { Span } from './expr-error.ts';

/**
 * A value that is not there: the `undefined` of the language. It remembers where it was looked for, so that whoever
 * needs a value can say what is missing. `container` and `key` are what was searched, for suggestions.
 */
export class Missing {
  readonly path: string;
  readonly span: Span;
  readonly container: unknown;
  readonly key: string;

  constructor(path: string, span: Span, container: unknown = undefined, key = '') {
    this.path = path;
    this.span = span;
    this.container = container;
    this.key = key;
  }
}

/** A data object of the scope; its own properties are its members, nothing inherited ever is. */
export type DataObject = Readonly<Record<string, unknown>>;

/** Tells a data object from lists, null and missing values. */
export function isDataObject(value: unknown): value is DataObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Missing);
}

/** Tells a list, without making its items `any`. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** The language's name for the type of `value`, as messages use it. */
export function typeName(value: unknown): string {
  if (value instanceof Missing || value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'object') return Array.isArray(value) ? 'list' : 'object';
  return typeof value;
}

/** False are false, 0, "", null, missing, [] and {}; everything else is true, also the texts "false" and "0". */
export function isTruthy(value: unknown): boolean {
  if (value === null || value === undefined || value instanceof Missing) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object') return hasKeys(value);
  return Boolean(value);
}

/** A text as its characters when it has any outside the basic plane; undefined when UTF-16 units are characters. */
export function charactersOf(text: string): string[] | undefined {
  return /[\ud800-\udfff]/.test(text) ? Array.from(text) : undefined;
}

function hasKeys(value: object): boolean {
  for (const key in value) if (Object.hasOwn(value, key)) return true;
  return false;
}
