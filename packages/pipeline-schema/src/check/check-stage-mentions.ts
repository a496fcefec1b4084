import type { TextEdit } from '../diagnostic.ts';
import type { DocumentReading } from '../dialects/read-document.ts';
import { suggest } from '../text/suggest.ts';
import type { CheckContext } from './check-context.ts';
import { createStageEdits } from './create-stage.ts';
import type { StageMention } from './stage-mentions.ts';

/** A stage that the document names and does not define. */
export interface Ghost {
  readonly id: string;
  readonly mentions: readonly StageMention[];
}

/** Suggestions are worked out for this many ids at most, so that a broken document of 10,000 stages is checked fast. */
const SUGGESTED_FOR = 200;

/**
 * Reports every undefined stage once, at the first place that names it, with the other places as related ones. The stage
 * that stands in the document under an illegal or repeated id is no ghost.
 */
export function checkStageMentions(context: CheckContext, mentions: readonly StageMention[]): readonly Ghost[] {
  const ghosts = findGhosts(context.document, mentions);
  if (ghosts.length === 0) return ghosts;
  const written = new Set(context.document.stages.map(({ stage }) => stage.id));
  ghosts.forEach((ghost, index) => {
    reportGhost(context, ghost, index < SUGGESTED_FOR ? suggest(ghost.id, written, 2000) : []);
  });
  return ghosts;
}

/** The undefined stages, in the order in which the text first names them. */
export function findGhosts({ stages }: DocumentReading, mentions: readonly StageMention[]): readonly Ghost[] {
  const written = new Set(stages.map(({ stage }) => stage.id));
  const byId = new Map<string, StageMention[]>();
  for (const mention of mentions) {
    if (written.has(mention.id)) continue;
    const list = byId.get(mention.id);
    if (list === undefined) byId.set(mention.id, [mention]);
    else list.push(mention);
  }
  return [...byId].map(([id, list]) => ({ id, mentions: list }));
}

function reportGhost(context: CheckContext, { id, mentions }: Ghost, suggestions: readonly string[]): void {
  const [first, ...others] = mentions;
  if (first === undefined) return;
  const [best] = suggestions;
  const hint = best === undefined ? 'Create it, or remove the reference.' : `Did you mean "${best}"?`;
  const shown = JSON.stringify(id.length > 80 ? `${id.slice(0, 80)}…` : id);
  context.reporter.report('unknown-stage', first.place, `There is no stage ${shown} (${roleOf(first)}). ${hint}`, {
    related: others.map((mention) => ({ message: roleOf(mention), at: mention.place })),
    fixes: [
      ...suggestions.map((each) => ({
        title: `Replace with "${each}"`,
        edits: mentions.map(({ place }) => replaceName(context.text, place, each)),
      })),
      { title: `Create the stage "${id}"`, edits: createStageEdits(context, id, mentions) },
    ],
  });
}

function roleOf({ as, stageId }: StageMention): string {
  if (as === 'depends_on') return `"${stageId}" depends on it`;
  if (as === 'arm') return `"${stageId}" lists it`;
  return as === 'template' ? `a template of "${stageId}" reads it` : 'the output reads it';
}

/** A name in a list stands in quotes, one in a template may (`stages['a']`) or may not. */
function replaceName(text: string, place: { start: number; end: number }, id: string): TextEdit {
  const written = text.slice(place.start, place.end);
  const quote = /^\\?["']/.exec(written)?.[0] ?? '';
  return { start: place.start, end: place.end, text: quote + id + quote };
}
