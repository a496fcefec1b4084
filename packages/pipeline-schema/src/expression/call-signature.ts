import { findFilter } from './filters/find-filter.ts';
import { findFunction } from './functions.ts';

/** How a filter or function is called, in the words of the catalogue. */
export interface CallSignature {
  readonly name: string;
  /** As they are shown, in order: `boolean?` may be left out, `…` stands for any number of further ones. */
  readonly parameters: readonly string[];
  /** How many of them, from the first, can be given without their name. */
  readonly positionalCount: number;
  /** One line. */
  readonly summary: string;
}

/** The signature of a filter; undefined when there is none of that name. */
export function filterSignature(name: string): CallSignature | undefined {
  const filter = findFilter(name);
  if (!filter) return undefined;
  const { parameters, summary } = filter;
  return {
    name,
    parameters: parameters.map(shown),
    positionalCount: parameters.filter(({ named = false }) => !named).length,
    summary,
  };
}

/** The signature of a function; undefined when there is none of that name. */
export function functionSignature(name: string): CallSignature | undefined {
  const found = findFunction(name);
  if (!found) return undefined;
  const parameters = found.signature.split(', ').filter(Boolean);
  return { name, parameters, positionalCount: parameters.length, summary: found.summary };
}

function shown({ name, required = false }: { readonly name: string; readonly required?: boolean }): string {
  return required ? name : `${name}?`;
}
