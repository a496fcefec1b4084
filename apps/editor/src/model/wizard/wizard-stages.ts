import { builtinComponents } from '@flowmason/engine';
import {
  type GhostStage,
  isStageId,
  type Pipeline,
  type PipelineChange,
  type PipelineReading,
  type QuickFix,
} from '@flowmason/pipeline-schema';
import { findGhostFix } from '../problems/ghost-fix.ts';

/** A stage that is named and not defined, as something to do. */
export interface MissingStage {
  readonly id: string;
  /** Who names it; `the output` where no stage does. */
  readonly namedBy: readonly string[];
  /** Defines it; undefined where no stage may have this id. */
  readonly create: QuickFix | undefined;
}

/** What is missing in the document, in the order in which it is named. */
export function missingStages(reading: Pick<PipelineReading, 'ghosts' | 'diagnostics'>): readonly MissingStage[] {
  return reading.ghosts.map((ghost) => ({
    id: ghost.id,
    namedBy: namersOf(ghost),
    create: findGhostFix(reading, ghost),
  }));
}

/** A stage that a person adds: behind another one, of which it then waits, or on its own. */
export interface AddedStage {
  readonly id: string;
  readonly component: string;
  readonly after: string | undefined;
}

/** Adds the stage; what it has to say is filled in later. */
export function addStageChange({ id, component, after }: AddedStage): PipelineChange {
  if (after === undefined) return { type: 'add_stage', stage: { id, component } };
  return { type: 'add_stage', stage: { id, component, depends_on: [after] }, behind: after };
}

/** What is wrong with an id for a stage, for a person; undefined when nothing is. `own` is the id that it has now. */
export function stageIdProblem(id: string, { stages }: Pick<Pipeline, 'stages'>, own?: string): string | undefined {
  if (id === '') return 'Give it a name.';
  if (!isStageId(id)) return 'A letter, then up to 63 letters, digits, hyphens and underscores.';
  const isTaken = stages.some((stage) => stage.id !== own && stage.id.toLowerCase() === id.toLowerCase());
  return isTaken ? 'Another stage has this name.' : undefined;
}

/** The components that a stage may be of, in the order of the palette. */
export function componentChoices(): readonly { readonly name: string; readonly title: string }[] {
  return [...builtinComponents.values()].map(({ name, title }) => ({ name, title }));
}

function namersOf({ referencedBy }: GhostStage): readonly string[] {
  return [...new Set(referencedBy.map(({ stageId }) => (stageId === '' ? 'the output' : stageId)))];
}
