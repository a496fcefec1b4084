import type { PipelineGraph, Run } from '@flowmason/pipeline-schema';

/** A block that would still clean up: its key, and the members of its finally. */
export interface FinallyBlock {
  readonly block: string;
  readonly members: readonly string[];
}

/** The open blocks whose finally would run if the run were cancelled now: a member of their try has started. */
export function openFinallyBlocks(run: Run, graph: Pick<PipelineGraph, 'scopes'>): readonly FinallyBlock[] {
  return Object.entries(run.stages).flatMap(([block, { status }]) => {
    const scope = graph.scopes.get(block.slice(block.lastIndexOf('/') + 1));
    if (status !== 'running' && status !== 'waiting') return [];
    if (!scope || scope.members.finally.length === 0) return [];
    const prefix = block.slice(0, block.lastIndexOf('/') + 1);
    const hasStarted = scope.members.try.some((id) => (run.stages[`${prefix}${id}`]?.attempts ?? 0) > 0);
    return hasStarted ? [{ block, members: scope.members.finally }] : [];
  });
}
