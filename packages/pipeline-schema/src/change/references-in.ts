import { stageMentions } from '../check/stage-mentions.ts';
import { placeIn, templateSites } from '../check/template-sites.ts';
import type { ComponentCatalog } from '../component.ts';
import type { Range } from '../diagnostic.ts';
import { createLineIndex } from '../text/line-index.ts';
import { openChange, parseForChange } from './change-context.ts';

/** One place that names a stage. */
export interface StageReference {
  /** The stage in which the name stands; empty outside all stages. */
  readonly from: string;
  /** The stage that is named; it need not be defined. */
  readonly to: string;
  readonly as: 'depends_on' | 'arm' | 'template' | 'output';
  readonly pointer: string;
  readonly range: Range;
}

/** Something other than a stage that a template reads: `input.service`, `secrets.TOKEN`. */
export interface ValueReference {
  /** `input`, `secrets`, `vars`, `env`, … */
  readonly root: string;
  /** The steps behind the root, as far as they are fixed. */
  readonly path: readonly (string | number)[];
  readonly pointer: string;
  readonly range: Range;
}

/** What a stage has to do with the rest of its document. */
export interface StageReferences {
  /** Where others name it, in the order of the text. */
  readonly incoming: readonly StageReference[];
  /** The stages that it names itself. */
  readonly outgoing: readonly StageReference[];
  /** What its templates read beside stages. */
  readonly reads: readonly ValueReference[];
}

/**
 * What every stage names and is named by, in one pass. Stages that are only named are there too, and `''` for what stands
 * outside all stages. Empty while the text cannot be read.
 */
export function referencesIn(
  text: string,
  { components }: { readonly components: ComponentCatalog },
): ReadonlyMap<string, StageReferences> {
  const found = new Map<string, { incoming: StageReference[]; outgoing: StageReference[]; reads: ValueReference[] }>();
  const parsed = parseForChange(text);
  const context = 'refusal' in parsed ? parsed : openChange(text, parsed.root, components);
  if ('refusal' in context) return found;
  const of = (id: string) => {
    const entry = found.get(id) ?? { incoming: [], outgoing: [], reads: [] };
    found.set(id, entry);
    return entry;
  };
  const { document } = context;
  const lines = createLineIndex(text);
  const sites = templateSites(document);
  for (const { stage } of document.stages) of(stage.id);
  for (const { id, stageId, as, place } of stageMentions({ document, text, sites })) {
    const range = lines.rangeOf(place.start, place.end);
    const reference = { from: stageId, to: id, as, pointer: place.pointer, range };
    of(stageId).outgoing.push(reference);
    if (stageId !== id) of(id).incoming.push(reference);
  }
  for (const site of sites) {
    for (const { root, path, start, end } of site.reads) {
      if (root === 'stages') continue;
      const place = placeIn(text, site, { start, end });
      const fixed = path.slice(0, path.includes(null) ? path.indexOf(null) : path.length);
      of(site.owner?.stage.id ?? '').reads.push({
        root,
        path: fixed.flatMap((step) => step ?? []),
        pointer: place.pointer,
        range: lines.rangeOf(place.start, place.end),
      });
    }
  }
  return found;
}
