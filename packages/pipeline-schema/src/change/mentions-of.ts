import { type StageMention, stageMentions } from '../check/stage-mentions.ts';
import { templateSites } from '../check/template-sites.ts';
import type { DocumentReading } from '../dialects/read-document.ts';

/** Every place of a document that names one of `ids`. Only texts that may hold such a name are parsed. */
export function mentionsOf(document: DocumentReading, text: string, ids: ReadonlySet<string>): readonly StageMention[] {
  const list = [...ids];
  const sites = templateSites(document, (written) => list.some((id) => written.includes(id)));
  return stageMentions({ document, text, sites }).filter(({ id }) => ids.has(id));
}
