import { builtinComponents } from '@flowmason/engine';
import { useMemo } from 'react';
import { withRemovedPositions, withRemovedStages } from '../../model/canvas/removed-stages.ts';
import { type StageDiagram, toStageDiagram } from '../../model/canvas/stage-diagram.ts';
import type { StagePositions } from '../../model/layout/layout-pins.ts';
import { useComparison } from '../../store/use-comparison.ts';

/** What is drawn of a diagram, and where stages are put by hand: while two versions are compared, with the stages that were removed. */
export function useRemovedStages(
  now: { readonly diagram: StageDiagram; readonly positions: StagePositions },
  folded: ReadonlySet<string>,
): { readonly shown: StageDiagram; readonly positions: StagePositions } {
  const { diagram, positions } = now;
  const { before, diff } = useComparison() ?? {};
  const changes = diff?.stages;
  const beforeDiagram = useMemo(() => {
    if (!before?.graph || !changes?.some(({ kind }) => kind === 'removed')) return undefined;
    // A box that was renamed is folded under its old name too.
    const oldNames = changes.flatMap(({ id, renamedFrom }) => (folded.has(id) ? (renamedFrom ?? []) : []));
    return toStageDiagram({
      graph: before.graph,
      ghosts: before.reading.ghosts,
      components: builtinComponents,
      folded: new Set([...folded, ...oldNames]),
    });
  }, [before, changes, folded]);
  return useMemo(() => {
    if (!beforeDiagram || !changes) return { shown: diagram, positions };
    const shown = withRemovedStages(diagram, beforeDiagram, changes);
    const old = before?.reading.pipeline?.layout ?? {};
    return { shown, positions: withRemovedPositions({ shown, before: beforeDiagram }, positions, old) };
  }, [diagram, positions, before, beforeDiagram, changes]);
}
