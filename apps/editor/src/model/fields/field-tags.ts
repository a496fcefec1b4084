import type { FieldFormat } from './field-format.ts';

/** A list of words with commas between them. */
export const TAGS_FORMAT: FieldFormat = {
  format: (value) => (Array.isArray(value) ? value.join(', ') : typeof value === 'string' ? value : ''),
  parse(text) {
    const tags = text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    return { value: tags.length === 0 ? undefined : tags };
  },
};
