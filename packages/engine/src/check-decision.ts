import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { Component } from './component.ts';
import { foldEvent } from './fold-event.ts';
import { planPipeline } from './plan.ts';
import type { PinnedRun } from './ports.ts';
import { factOfDecision, type StageDecision } from './stage-decision.ts';
import { isContainer, newRunState } from './state.ts';
import { isRepeated, needsDecision, undecidedFact } from './undecided.ts';

/** An open run that nobody works on, as its journal has it. */
export interface LeftRun {
  readonly runId: RunId;
  readonly pinned: Pick<PinnedRun, 'pipeline' | 'engineVersion'>;
  readonly events: readonly RunEvent[];
}

/**
 * Judges a decision on the stage at `key` before the run is taken up for it, and records nothing. An attempt that was
 * under way counts as undecided when taking the run up would make it so; of a child run that is judged as if its parent
 * handled nothing.
 * @throws {EngineError} `stage_unknown`, `stage_not_waiting` or `output_invalid`.
 */
export function checkDecision(
  { runId, pinned, events }: LeftRun,
  { key, decision }: { readonly key: string; readonly decision: StageDecision },
  components: ReadonlyMap<string, Component>,
): void {
  const state = newRunState(planPipeline(pinned.pipeline, components), runId);
  for (const event of events) foldEvent(state, event);
  const instance = state.instances.get(key);
  const site = { engineVersion: pinned.engineVersion, isHandledOutside: false };
  const wasUnderWay = instance?.status === 'running' && !isContainer(instance.planned);
  if (wasUnderWay && !isRepeated(instance) && needsDecision(state, instance, site)) {
    const t = state.latestMs - state.createdMs;
    foldEvent(state, { ...undecidedFact(instance), at: new Date(state.latestMs).toISOString(), t });
  }
  factOfDecision(state, key, decision, state.latestMs);
}
