import type { ComponentCatalog, ComponentDescription } from '../component.ts';
import { squash } from '../text/suggest.ts';

/** A component as a document names it: the canonical name, and its description when the catalog has it. */
export interface NamedComponent {
  readonly name: string;
  readonly description: ComponentDescription | undefined;
}

/** Reads component names of one catalog: any case, `-` for `_`, a `@version` behind (`spec.md` §2.2). */
export function componentNames(catalog: ComponentCatalog): (written: string) => NamedComponent {
  const bySquashed = new Map([...catalog.values()].map((component) => [squash(component.name), component]));
  const known = new Map<string, NamedComponent>();
  return (written) => {
    const before = known.get(written);
    if (before !== undefined) return before;
    const bare = written.replace(/@[^@]*$/, '').trim();
    const description = catalog.get(bare) ?? bySquashed.get(squash(bare));
    const name = description?.name ?? bare.toLowerCase().replace(/[-\s]+/g, '_');
    const named = { name, description };
    known.set(written, named);
    return named;
  };
}
