import { type Json, parseJsonText } from '@flowmason/pipeline-schema';
import type { FieldControl } from './field-control.ts';

/** What a text in a control comes to: a value to write (undefined takes the key away), or why it is none yet. */
export type DraftReading =
  | { readonly value: Json | undefined }
  /** `at` is where in the text it is wrong. */
  | { readonly fault: string; readonly at?: { readonly start: number; readonly end: number } };

/** How a value is written in a control, and read from it. */
export interface FieldFormat {
  format(value: Json | undefined): string;
  parse(text: string): DraftReading;
}

/** Any text; an empty one takes the key away. */
export const TEXT_FORMAT: FieldFormat = {
  format: (value) => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)),
  parse: (text) => ({ value: text === '' ? undefined : text }),
};

/** A template that decides; the bare words are the values that they say. */
export const CONDITION_FORMAT: FieldFormat = {
  format: TEXT_FORMAT.format,
  parse(text) {
    if (text === 'true') return { value: true };
    return text === 'false' ? { value: false } : TEXT_FORMAT.parse(text);
  },
};

/** JSON, or a template that stands for all of it. */
export const JSON_FORMAT: FieldFormat = {
  format(value) {
    if (value === undefined) return '';
    return typeof value === 'string' && value.startsWith('{{') ? value : JSON.stringify(value, null, 2);
  },
  parse(text) {
    const trimmed = text.trim();
    if (trimmed === '') return { value: undefined };
    return trimmed.startsWith('{{') ? { value: trimmed } : parseJson(text);
  },
};

/** A number, or a text that is none: `200`, `2xx`. */
export const SCALAR_FORMAT: FieldFormat = {
  format: TEXT_FORMAT.format,
  parse(text) {
    const trimmed = text.trim();
    if (trimmed === '') return { value: undefined };
    if (trimmed.startsWith('[')) return parseJson(trimmed);
    return { value: NUMBER.test(trimmed) ? Number(trimmed) : trimmed };
  },
};

const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** Bounds of a number field. */
export type NumberBounds = Pick<Extract<FieldControl, { kind: 'number' }>, 'isInteger' | 'minimum' | 'maximum'>;

/** A number within the bounds of the field, or a template. */
export function numberFormat(bounds: NumberBounds): FieldFormat {
  return {
    format: TEXT_FORMAT.format,
    parse(text) {
      const trimmed = text.trim();
      if (trimmed === '') return { value: undefined };
      if (trimmed.startsWith('{{')) return { value: trimmed };
      const fault = faultOfNumber(trimmed, bounds);
      return fault === undefined ? { value: Number(trimmed) } : { fault };
    },
  };
}

function faultOfNumber(text: string, { isInteger, minimum, maximum }: NumberBounds): string | undefined {
  const number = Number(text);
  if (!Number.isFinite(number)) return `“${text}” is not a number. Write digits, or an expression in {{ }}.`;
  if (isInteger && !Number.isInteger(number)) return 'This must be a whole number.';
  if (minimum !== undefined && number < minimum) return `This must be at least ${minimum}.`;
  return maximum !== undefined && number > maximum ? `This must be at most ${maximum}.` : undefined;
}

/** Says where a text stops being JSON. */
function parseJson(text: string): DraftReading {
  const [error] = parseJsonText(text).errors;
  if (!error) return { value: JSON.parse(text) as Json }; // JSON.parse gives nothing else
  const before = text.slice(0, error.start).split('\n');
  const column = (before.at(-1) ?? '').length + 1;
  const place = text.includes('\n') ? `line ${before.length}, column ${column}` : `column ${column}`;
  const { start, end } = error;
  return { fault: `Not JSON yet at ${place}: ${error.message}.`, at: { start, end } };
}
