import type { Evaluation } from './evaluation.ts';
import type { Span } from './expr-error.ts';
import { LIMITS } from './limits.ts';
import { isDataObject, isList, Missing } from './values.ts';

/** How JSON is laid out. */
export type JsonLayout = {
  /** Blanks per level; undefined for one line without blanks. */
  readonly indent?: number | undefined;
  /** Sorts the keys of objects, so that equal values have equal texts. */
  readonly sortKeys?: boolean;
};

/**
 * `value` as JSON, keys in their own order. Never calls a `toJSON` that data may hold.
 * @throws {ExprError} E_LIMIT when too long or too deep, E_FORBIDDEN when something in it is not data.
 */
export function jsonText(evaluation: Evaluation, value: unknown, span: Span, layout: JsonLayout = {}): string {
  return new JsonWriter(evaluation, span, layout).write(value, '', 0);
}

class JsonWriter {
  readonly #evaluation: Evaluation;
  readonly #span: Span;
  readonly #indent: string;
  readonly #sortKeys: boolean;
  #length = 0;

  constructor(evaluation: Evaluation, span: Span, layout: JsonLayout) {
    this.#evaluation = evaluation;
    this.#span = span;
    this.#indent = ' '.repeat(layout.indent ?? 0);
    this.#sortKeys = layout.sortKeys ?? false;
  }

  write(value: unknown, padding: string, depth: number): string {
    if (isList(value) || isDataObject(value)) return this.#container(value, padding, depth);
    return this.#counted(this.#scalar(value));
  }

  #scalar(value: unknown): string {
    if (typeof value === 'string') {
      this.#evaluation.checkTextLength(this.#length + value.length, this.#span);
      return JSON.stringify(value);
    }
    if (typeof value === 'number' || typeof value === 'boolean') return JSON.stringify(value);
    if (value instanceof Missing) this.#evaluation.note(value);
    else if (value !== null && value !== undefined) {
      this.#evaluation.fail('E_FORBIDDEN', `a ${typeof value} cannot be used in an expression`, this.#span);
    }
    return 'null';
  }

  #container(value: readonly unknown[] | Readonly<Record<string, unknown>>, padding: string, depth: number): string {
    if (depth >= LIMITS.dataNesting) {
      this.#evaluation.fail('E_LIMIT', `the data is nested deeper than ${LIMITS.dataNesting}`, this.#span);
    }
    const inner = padding + this.#indent;
    const items = isList(value) ? this.#items(value, inner, depth) : this.#members(value, inner, depth);
    const [open, close] = isList(value) ? '[]' : '{}';
    if (items.length === 0) return this.#counted(`${open}${close}`);
    this.#charge(items.length * (1 + (this.#indent ? inner.length + 1 : 0)));
    if (!this.#indent) return `${open}${items.join(',')}${close}`;
    return `${open}\n${inner}${items.join(`,\n${inner}`)}\n${padding}${close}`;
  }

  #items(list: readonly unknown[], padding: string, depth: number): string[] {
    return list.map((item) => this.write(item, padding, depth + 1));
  }

  #members(object: Readonly<Record<string, unknown>>, padding: string, depth: number): string[] {
    const separator = this.#indent ? ': ' : ':';
    const keys = Object.keys(object);
    if (this.#sortKeys) keys.sort();
    return keys
      .filter((key) => object[key] !== undefined)
      .map((key) => {
        const name = this.#counted(JSON.stringify(key));
        return `${name}${separator}${this.write(object[key], padding, depth + 1)}`;
      });
  }

  #counted(text: string): string {
    this.#charge(text.length);
    return text;
  }

  /** Charges one for the value and one per 16 characters. */
  #charge(length: number): void {
    this.#length += length;
    this.#evaluation.checkTextLength(this.#length, this.#span);
    this.#evaluation.burn(1 + (length >> 4), this.#span);
  }
}
