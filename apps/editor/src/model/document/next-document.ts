import type { PipelineReading } from '@flowmason/pipeline-schema';
import { keepLastGood, type PipelineDocument, toPipelineDocument } from './pipeline-document.ts';
import { shareEqual } from './share-equal.ts';
import type { StageCard } from './stage-card.ts';

/**
 * What is shown when `reading` follows on `last`: the last good stages while the text is broken, and everything that has
 * not changed (stages, cards, graph, findings) as the very objects of before, so that only what changed is drawn again.
 */
export function toNextDocument(last: PipelineDocument | undefined, reading: PipelineReading): PipelineDocument {
  if (!last) return toPipelineDocument(reading);
  const shared = shareReading(last.reading, reading);
  const isSame = last.graph !== undefined && shared.pipeline === last.reading.pipeline;
  const next = isSame
    ? { ...last, reading: shared, isStale: false }
    : shareCards(last.cards, toPipelineDocument(shared));
  return keepLastGood(last, next);
}

function shareReading(last: PipelineReading, reading: PipelineReading): PipelineReading {
  const { pipeline } = reading;
  const before = new Map(last.pipeline?.stages.map((stage) => [stage.id, stage]));
  // By id: a stage that moves in the list stays the same stage.
  const stages = pipeline?.stages.map((stage) => shareEqual(before.get(stage.id), stage));
  return {
    ...reading,
    pipeline: pipeline && stages && shareEqual(last.pipeline, { ...pipeline, stages }),
    diagnostics: shareEqual(last.diagnostics, reading.diagnostics),
    ghosts: shareEqual(last.ghosts, reading.ghosts),
  };
}

function shareCards(last: readonly StageCard[], next: PipelineDocument): PipelineDocument {
  const before = new Map(last.map((card) => [card.id, card]));
  const cards = next.cards.map((card) => shareEqual(before.get(card.id), card));
  return { ...next, cards: shareEqual(last, cards) };
}
