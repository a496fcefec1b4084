import { EngineError, type RunHandle } from '@flowmason/engine';
import type { RunId } from '@flowmason/pipeline-schema';
import { RunnerError } from '../runner-error.ts';
import type { RunWorld } from './run-world.ts';

/** The runs that this process works on. */
export interface ActiveRuns {
  /** Keeps `world` open until the run has ended or was left, and closes it then, exactly once. */
  add(handle: RunHandle, world: RunWorld): void;
  find(runId: RunId): RunHandle | undefined;
  /** See `OwnedRuns.leave`. */
  leaveAll(limit: AbortSignal): Promise<void>;
}

export interface ActiveRunsListener {
  /** The run broke off by a mistake of ours; nobody works on it any more. */
  onBroken(runId: RunId, error: unknown): Promise<void>;
  onDefect(runId: RunId, error: unknown): void;
}

/** No runs yet. */
export function createActiveRuns({ onBroken, onDefect }: ActiveRunsListener): ActiveRuns {
  const handles = new Map<RunId, RunHandle>();
  const ends = new Map<RunId, Promise<void>>();

  const watch = async ({ runId, ended }: RunHandle, world: RunWorld): Promise<void> => {
    let brokenBy: { readonly error: unknown } | undefined;
    try {
      await ended;
    } catch (error) {
      if (!isExpected(error)) brokenBy = { error };
    }
    handles.delete(runId);
    ends.delete(runId);
    try {
      if (brokenBy) await onBroken(runId, brokenBy.error);
      await world.close();
    } catch (error) {
      onDefect(runId, error);
    }
  };

  return {
    add(handle, world) {
      handles.set(handle.runId, handle);
      ends.set(handle.runId, watch(handle, world));
    },
    find: (runId) => handles.get(runId),
    async leaveAll(limit) {
      for (const handle of handles.values()) handle.leave(limit);
      await Promise.all(ends.values());
    },
  };
}

/** The run was left on purpose; or the disk failed, which its owner is told for all runs at once. */
function isExpected(error: unknown): boolean {
  if (error instanceof EngineError) return error.code === 'run_left';
  return error instanceof RunnerError && (error.code === 'storage_failed' || error.code === 'storage_full');
}
