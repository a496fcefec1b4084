import type { DocumentReading } from '../dialects/read-document.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import type { ReadingMemory, StageFacts } from '../reading-memory.ts';
import {
  mentionsInStage,
  outputMentions,
  type StageMention,
  sortedByPlace,
  templateMentions,
} from './stage-mentions.ts';
import { outputSites, stageSites } from './template-sites.ts';

/** The templates and mentions of a stage, from memory when it has them. */
export function factsOf(
  reading: StageReading,
  document: DocumentReading,
  { text, memory }: { text: string; memory: ReadingMemory },
): StageFacts {
  const before = memory.facts.get(reading);
  if (before !== undefined) return before;
  // A reading that is kept must know everything that was asked for it.
  const names = memory.stages.get(reading.node)?.names ?? document.context.names;
  const sites = stageSites(reading, names);
  const facts = { sites, mentions: mentionsInStage(reading, sites, text) };
  memory.facts.set(reading, facts);
  return facts;
}

/** As `stageMentions`, from memory where it has them. */
export function recalledMentions(
  document: DocumentReading,
  source: { text: string; memory: ReadingMemory },
): readonly StageMention[] {
  return sortedByPlace([
    ...document.stages.flatMap((reading) => factsOf(reading, document, source).mentions),
    ...templateMentions(outputSites(document), source.text),
    ...outputMentions(document),
  ]);
}
