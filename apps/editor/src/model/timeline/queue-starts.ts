import { type PipelineGraph, readyTimes, type Timeline } from '@flowmason/pipeline-schema';

/**
 * By row key: since when a stage waited for its turn, ms of the run. Members of a catch or finally are left out: they are
 * not queued while their try runs, they may not be needed at all.
 */
export function findQueueStarts(
  timeline: Timeline,
  graph: Pick<PipelineGraph, 'predecessors' | 'scopeOf' | 'membership'> | undefined,
): ReadonlyMap<string, number> {
  if (!graph) return new Map();
  const ready = readyTimes(timeline, graph);
  return new Map(
    timeline.rows.flatMap(({ key, stageId }) => {
      const role = graph.membership.get(stageId)?.role;
      const readyMs = ready.get(key);
      return readyMs === undefined || role === 'catch' || role === 'finally' ? [] : [[key, readyMs] as const];
    }),
  );
}
