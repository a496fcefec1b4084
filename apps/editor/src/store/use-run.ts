import type { Run, RunEvent, StageRun } from '@flowmason/pipeline-schema';
import { useShallow } from 'zustand/react/shallow';
import { type ShownStage, sumInstances, toShownStage } from '../model/loop-instances.ts';
import { useEditorStore } from './editor-store.ts';

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

/** A stage as its card shows it; inside a loop, the sum of its instances. Redraws only when one of them changes. */
export function useShownStage(id: string, isInLoop: boolean): ShownStage | undefined {
  return useEditorStore(
    useShallow((state) => {
      if (!state.run) return undefined;
      const own = state.run.stages[id];
      return (isInLoop ? sumInstances(state.run.stages, id) : undefined) ?? (own && toShownStage(own));
    }),
  );
}
