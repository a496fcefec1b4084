import { legalSources, legalTargets, type PipelineGraph } from '@flowmason/pipeline-schema';

/** The end of a line that stands: of a stage on to another one, or back from another one. */
export type LineEnd = {
  readonly stageId: string;
  readonly arm: string | undefined;
  readonly direction: 'to' | 'from';
};

/** Of each stage why the line may not end there, for a person; undefined where it may. */
export function refusalsFor(
  graph: PipelineGraph,
  { stageId, arm, direction }: LineEnd,
): ReadonlyMap<string, string | undefined> {
  const checks = direction === 'to' ? legalTargets(graph, stageId, arm) : legalSources(graph, stageId);
  return new Map([...checks].map(([id, check]) => [id, check.isLegal ? undefined : check.reason]));
}
