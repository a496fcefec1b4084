import type { ComponentCatalog, ComponentDescription } from '@flowmason/pipeline-schema';

/** The components of one category, in the order in which they are offered. */
export type PaletteGroup = {
  readonly title: string;
  readonly components: readonly ComponentDescription[];
};

const CATEGORIES: readonly (readonly [ComponentDescription['category'], string])[] = [
  ['request', 'Requests'],
  ['control', 'Control flow'],
  ['data', 'Data'],
  ['model', 'Language models'],
  ['flow', 'Flow and time'],
];

/**
 * The components whose title, name or description has every word of the search, by category; those that have it in their
 * title or name first, and their groups too. Groups without any are left out.
 */
export function toPaletteGroups(components: ComponentCatalog, search: string): readonly PaletteGroup[] {
  const words = search
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter(Boolean);
  const groups = CATEGORIES.map(([category, title]) => ({
    title,
    components: [...components.values()]
      .filter((component) => component.category === category && rankOf(component, words) < NOT_FOUND)
      .toSorted((a, b) => rankOf(a, words) - rankOf(b, words)),
  })).filter((group) => group.components.length > 0);
  const bestOf = ([first]: readonly ComponentDescription[]): number => (first ? rankOf(first, words) : NOT_FOUND);
  return groups.toSorted((a, b) => bestOf(a.components) - bestOf(b.components));
}

const NOT_FOUND = 2;

function rankOf({ title, name, description }: ComponentDescription, words: readonly string[]): number {
  const names = `${title} ${name}`.toLowerCase();
  if (words.every((word) => names.includes(word))) return 0;
  return words.every((word) => `${names} ${description.toLowerCase()}`.includes(word)) ? 1 : NOT_FOUND;
}
