import { type PipelineGraph, type Run, siblingKeyOf, stageIdOfKey } from '@flowmason/pipeline-schema';

/** A block that would still clean up: its key, and the members of its finally. */
export interface FinallyBlock {
  readonly block: string;
  readonly members: readonly string[];
}

/** The open blocks whose finally would run if the run were cancelled now: a member of their try has started. */
export function openFinallyBlocks(run: Run, graph: Pick<PipelineGraph, 'scopes'>): readonly FinallyBlock[] {
  return Object.entries(run.stages).flatMap(([block, { status }]) => {
    const scope = graph.scopes.get(stageIdOfKey(block));
    if (status !== 'running' && status !== 'waiting') return [];
    if (!scope || scope.members.finally.length === 0) return [];
    const hasStarted = scope.members.try.some((id) => (run.stages[siblingKeyOf(block, id)]?.attempts ?? 0) > 0);
    return hasStarted ? [{ block, members: scope.members.finally }] : [];
  });
}
