import { CleanStages } from './check/clean-stages.ts';
import type { KnownStructure } from './check/known-structure.ts';
import type { StageMention } from './check/stage-mentions.ts';
import type { TemplateSite } from './check/template-sites.ts';
import type { StageMemory } from './dialects/known-stage.ts';
import type { StageReading } from './dialects/read-stage.ts';
import type { SourceNode } from './text/source-node.ts';

/** What follows from a stage alone. */
export interface StageFacts {
  readonly sites: readonly TemplateSite[];
  readonly mentions: readonly StageMention[];
}

/**
 * What one reading of a document leaves to the next one. All of it is kept by the nodes of stages that an edit did not
 * touch, and only of stages without findings, because findings have places that move; what belongs to a stage that is
 * gone goes with it.
 */
export interface ReadingMemory extends StageMemory {
  readonly facts: WeakMap<StageReading, StageFacts>;
  /** Parts of the document in which keys and numbers are as they should be. */
  readonly cleanNodes: WeakSet<SourceNode>;
  /** Stages in which the checks that look at nothing else have found nothing. */
  readonly cleanStages: CleanStages;
  /** What the stages are to each other. */
  structure: KnownStructure | undefined;
}

/** A memory of nothing. One for a single reading goes with it, and need not be weak, which is costly to collect. */
export function createReadingMemory({ isForOne }: { readonly isForOne: boolean }): ReadingMemory {
  return {
    stages: isForOne ? new Map() : new WeakMap(),
    facts: isForOne ? new Map() : new WeakMap(),
    cleanNodes: isForOne ? new Set() : new WeakSet(),
    cleanStages: new CleanStages(),
    structure: undefined,
  };
}
