import { concernsDecision, type RunEvent, type RunId } from '@flowmason/pipeline-schema';
import type { OpenRun, RunStore } from '../run-store.ts';

/**
 * The open runs, each with those that it has started, and where in them a person has to decide. Every answer is there at
 * once, and a run without children that waits for nobody takes no room.
 */
export interface RunTrees {
  /** Takes in runs whose events nobody has told of; harmless for those that are known. */
  takeIn(runs: readonly OpenRun[]): void;
  /** Takes note of events that have been committed. */
  note(events: readonly RunEvent[]): void;
  /** The open run that this one goes on and ends with; itself for one that no open run has started. */
  topOf(runId: RunId): RunId;
  childrenOf(runId: RunId): readonly RunId[];
  /** True when a person has to decide on a stage of the run, or of an open run below it. */
  needsDecision(runId: RunId): boolean;
}

/** The trees of no runs; how a run stands is asked of `store`. */
export function createRunTrees(store: Pick<RunStore, 'find'>): RunTrees {
  const parents = new Map<RunId, RunId>();
  const children = new Map<RunId, Set<RunId>>();
  const undecided = new Set<RunId>();

  const adopt = (runId: RunId, parentId: RunId): void => {
    parents.set(runId, parentId);
    children.set(parentId, (children.get(parentId) ?? new Set()).add(runId));
  };
  const remove = (runId: RunId): void => {
    undecided.delete(runId);
    for (const childId of children.get(runId) ?? []) parents.delete(childId); // nothing ends with this one any more
    children.delete(runId);
    const parentId = parents.get(runId);
    parents.delete(runId);
    const siblings = parentId === undefined ? undefined : children.get(parentId);
    siblings?.delete(runId);
    if (parentId !== undefined && siblings?.size === 0) children.delete(parentId);
  };
  const look = (runId: RunId): void => {
    if (store.find(runId)?.undecided === undefined) undecided.delete(runId);
    else undecided.add(runId);
  };
  const childrenOf = (runId: RunId): readonly RunId[] => [...(children.get(runId) ?? [])];
  const needsDecision = (runId: RunId): boolean =>
    undecided.size > 0 && (undecided.has(runId) || childrenOf(runId).some(needsDecision));

  return {
    takeIn(runs) {
      const open = new Set(runs.map(({ runId }) => runId));
      for (const { runId, parentId, needsDecision } of runs) {
        if (parentId !== undefined && open.has(parentId)) adopt(runId, parentId);
        if (needsDecision) undecided.add(runId);
      }
    },
    note(events) {
      for (const event of events) {
        if (event.type === 'run.queued' && event.parent) adopt(event.run_id, event.parent.run_id);
        else if (event.type === 'run.finished') remove(event.run_id);
        else if (concernsDecision(event)) look(event.run_id);
      }
    },
    topOf(runId) {
      let top = runId;
      for (let parentId = parents.get(top); parentId !== undefined; parentId = parents.get(top)) top = parentId;
      return top;
    },
    childrenOf,
    needsDecision,
  };
}
