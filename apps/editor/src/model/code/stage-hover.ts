import type { PipelineDocument } from '../document/pipeline-document.ts';
import { plainMarkdown } from '../document/plain-markdown.ts';

/** What a stage is, as lines of Markdown: its name, its component, what it waits for. */
export function tellStage({ graph, reading, cards }: PipelineDocument, stageId: string): readonly string[] {
  const stage = graph?.stages.get(stageId);
  const card = cards.find(({ id }) => id === stageId);
  if (!stage || !card) {
    const ghost = reading.ghosts.find(({ id }) => id === stageId);
    const readers = ghost?.referencedBy.length ?? 0;
    return [`**${plainMarkdown(stageId)}** is not defined`, readers > 1 ? `Named in ${readers} places` : ''];
  }
  const waits = stage.depends_on;
  return [
    `**${plainMarkdown(card.title)}** · ${plainMarkdown(card.componentTitle)}`,
    plainMarkdown(card.fact),
    plainMarkdown(stage.description ?? ''),
    waits.length > 0 ? `Waits for ${waits.map(plainMarkdown).join(', ')}` : '',
  ].filter((line) => line !== '');
}
