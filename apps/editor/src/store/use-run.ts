import type { Run, RunEvent, StageRun, Timeline } from '@flowmason/pipeline-schema';
import { useShallow } from 'zustand/react/shallow';
import { type ShownStage, sumInstances, toShownStage } from '../model/runs/loop-instances.ts';
import { toStandingStage } from '../model/runs/standing-stage.ts';
import { useEditorStore } from './editor-store.ts';
import { toRunTime } from './run-slice.ts';

/** The run that the page shows; undefined without one. Redraws with every batch of events: prefer `useStageRun`. */
export function useRun(): Run | undefined {
  return useEditorStore((state) => state.run);
}

/** A stage of the shown run by id or loop address; redraws only when that stage changes. */
export function useStageRun(id: string): StageRun | undefined {
  return useEditorStore((state) => state.run?.stages[id]);
}

/** The journal of the shown run so far, in order. */
export function useRunEvents(): readonly RunEvent[] {
  return useEditorStore((state) => state.runEvents);
}

/** The shown run laid out in time; `EMPTY_TIMELINE` without one. */
export function useRunTimeline(): Timeline {
  return useEditorStore((state) => state.runTimeline);
}

/**
 * What the time of the shown run is at the instant `nowMs` of this machine's clock; ms since 1970. It stands still while
 * the connection is lost: nobody knows whether the run goes on.
 */
export function useRunTimeAt(nowMs: number): number {
  return useEditorStore((state) => toRunTime(state, nowMs));
}

/** The same, read outside of drawing. */
export function getRunTime(nowMs: number): number {
  return toRunTime(useEditorStore.getState(), nowMs);
}

/** A stage as its card shows it; inside a loop, the sum of its instances. Redraws only when one of them changes. */
export function useShownStage(id: string, isInLoop: boolean): ShownStage | undefined {
  return useEditorStore(
    useShallow((state) => {
      if (!state.run) return undefined;
      const own = state.run.stages[id];
      const shown = (isInLoop ? sumInstances(state.run.stages, id) : undefined) ?? (own && toShownStage(own));
      return shown && toStandingStage(state.run, id, shown);
    }),
  );
}
