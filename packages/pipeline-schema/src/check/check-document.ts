import type { DocumentReading } from '../dialects/read-document.ts';
import { checkComponents } from './check-components.ts';
import { type CheckContext, createCheckContext } from './check-context.ts';
import { checkCycles } from './check-graph.ts';
import { checkStageMentions, type Ghost } from './check-stage-mentions.ts';
import { stageMentions } from './stage-mentions.ts';

/** Runs every check of the catalogue over a document that could be read, and gives its undefined stages back. */
export function checkDocument(
  document: DocumentReading,
  source: Pick<CheckContext, 'text' | 'components' | 'reporter'>,
): readonly Ghost[] {
  const context = createCheckContext(document, source);
  const mentions = stageMentions(context);
  checkComponents(context);
  const ghosts = checkStageMentions(context, mentions);
  checkCycles(context, mentions);
  return ghosts;
}
