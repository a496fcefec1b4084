import type { StageRun } from '@flowmason/pipeline-schema';
import type { DiagramEdge } from './stage-diagram.ts';

/**
 * How an edge stands in a run: `ahead` nothing has gone along it yet, `taken` a decision went this way, `passed` work went
 * on along it, `closed` nothing ever will.
 */
export type EdgeState = 'plain' | 'ahead' | 'taken' | 'passed' | 'closed';

type StageFacts = Pick<StageRun, 'status' | 'arm' | 'attempts'>;

/** How an edge stands, by the stages at its ends; `plain` without a run. */
export function toEdgeState(edge: DiagramEdge, from: StageFacts | undefined, to: StageFacts | undefined): EdgeState {
  if (!from && !to) return 'plain';
  if (edge.kind === 'arm') return toArmState(edge, from, to);
  if (to?.status === 'skipped' || from?.status === 'skipped') return 'closed';
  if (to && to.attempts > 0 && from && hasSettled(from)) return 'passed';
  if (to?.status === 'cancelled' && to.attempts === 0) return 'closed';
  return 'ahead';
}

function toArmState(edge: DiagramEdge, from: StageFacts | undefined, to: StageFacts | undefined): EdgeState {
  if (from?.status === 'skipped' || from?.status === 'cancelled') return 'closed';
  if (from?.arm === undefined) return from?.status === 'failed' ? 'closed' : 'ahead';
  if (from.arm !== edge.arm) return 'closed';
  // The decision went this way, but something else may have kept the stage from running.
  return to?.status === 'skipped' ? 'closed' : 'taken';
}

function hasSettled({ status }: StageFacts): boolean {
  return status !== 'pending' && status !== 'running' && status !== 'waiting';
}
