import { checkConnection, legalTargets, type PipelineGraph } from '@flowmason/pipeline-schema';

/** The end of a line that stands: of a stage on to another one, or back from another one. */
export type LineEnd = {
  readonly stageId: string;
  readonly arm: string | undefined;
  readonly direction: 'to' | 'from';
};

/** From this many stages on, a line that is drawn back is checked only where it is let go: each way back is a walk of its own. */
const MANY = 150;

/** Of each stage why the line may not end there, for a person; undefined where it may. */
export function refusalsFor(
  graph: PipelineGraph,
  { stageId, arm, direction }: LineEnd,
): ReadonlyMap<string, string | undefined> {
  if (direction === 'to') {
    const checks = legalTargets(graph, stageId, arm);
    return new Map([...checks].map(([id, check]) => [id, check.isLegal ? undefined : check.reason]));
  }
  const isChecked = graph.stages.size <= MANY;
  return new Map(
    [...graph.stages.keys()].map((id) => {
      const check = isChecked || id === stageId ? checkConnection(graph, { from: id, to: stageId }) : undefined;
      return [id, check?.isLegal === false ? check.reason : undefined];
    }),
  );
}
