import type { ComponentCatalog } from '../component.ts';
import { readDocument } from '../dialects/read-document.ts';
import { MAX_DEFINITION_BYTES, utf8Length } from '../text/json-limits.ts';
import { createLineIndex } from '../text/line-index.ts';
import { parseJsonText } from '../text/parse-json-text.ts';
import { createReporter, type Place } from './reporter.ts';
import { type StageMention, stageMentions } from './stage-mentions.ts';
import { templateSites } from './template-sites.ts';

/** A stretch of a document that is the id of a stage, without quotes; offsets of the text. */
export interface StageName {
  readonly id: string;
  readonly start: number;
  readonly end: number;
  readonly as: 'definition' | StageMention['as'];
  /** The stage in which it stands, for a definition the stage itself; empty outside all stages. */
  readonly stageId: string;
}

/**
 * Every stretch that names a stage, defined or not, in the order of the text: what renaming would rewrite. Total: a text
 * that is not JSON is looked through as far as it can be understood.
 */
export function findStageNames(text: string, options: { readonly components: ComponentCatalog }): readonly StageName[] {
  if (utf8Length(text) > MAX_DEFINITION_BYTES) return [];
  const { root } = parseJsonText(text);
  // Findings are told by `readPipeline`; this reporter's are never read.
  const reporter = createReporter(createLineIndex(text));
  const document = root && readDocument(root, { text, reporter, components: options.components });
  if (!document) return [];
  const definitions = document.stages.flatMap(({ stage: { id }, fields }) => {
    const place = fields.get('id')?.value;
    return place ? [toName(text, { id, stageId: id, as: 'definition', place })] : [];
  });
  const mentions = stageMentions({ document, text, sites: templateSites(document) });
  return [...definitions, ...mentions.map((mention) => toName(text, mention))].sort((a, b) => a.start - b.start);
}

type Named = { readonly id: string; readonly stageId: string; readonly as: StageName['as']; readonly place: Place };

function toName(text: string, { id, stageId, as, place }: Named): StageName {
  const isQuoted = /["']/.test(text.charAt(place.start));
  // Inside a template a quote may stand behind a backslash.
  const opening = isQuoted ? 1 : text.startsWith('\\"', place.start) ? 2 : 0;
  return { id, stageId, as, start: place.start + opening, end: place.end - opening };
}
