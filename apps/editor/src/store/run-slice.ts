import { foldRun, newRun, type Run, type RunEvent, type RunId } from '@flowmason/pipeline-schema';
import type { StateCreator } from 'zustand';

/** How well the shown run is known: `none` without a run, `lost` while the server cannot be reached. */
export type RunConnectionState = 'none' | 'connecting' | 'live' | 'lost' | 'ended';

/**
 * The run that the page shows, folded from its journal. The stream (`api/run-stream.ts`) is its only writer, joined to it
 * in `app/use-shown-run.ts`; the canvas, `features/runs` and `features/timeline` read it through `use-run.ts`.
 */
export interface RunSlice {
  /** Undefined while no run is shown; with `seq` 0 before its first event has arrived. */
  readonly run: Run | undefined;
  /** The whole journal so far, in order of `seq`. */
  readonly runEvents: readonly RunEvent[];
  readonly runConnection: RunConnectionState;
  /**
   * This machine's clock minus the server's, ms: the smallest distance seen between an event and its arrival. Subtract it
   * from `Date.now()` before comparing with times of the run. Null until an event has arrived.
   */
  readonly clockOffsetMs: number | null;
  /** Forgets the run shown before, and shows `runId` from its first event on. */
  showRun(runId: RunId): void;
  /** Goes back to the pipeline without a run. */
  hideRun(): void;
  /** Adds events in order of `seq`; those that were seen before change nothing. */
  receiveRunEvents(events: readonly RunEvent[], receivedAtMs: number): void;
  setRunConnection(connection: RunConnectionState): void;
}

/** Makes the slice; it starts without a run. */
export const createRunSlice: StateCreator<RunSlice> = (set) => ({
  ...NO_RUN,
  showRun: (runId) => set({ ...NO_RUN, run: newRun(runId), runConnection: 'connecting' }),
  hideRun: () => set(NO_RUN),
  receiveRunEvents: (events, receivedAtMs) => set((state) => withEvents(state, events, receivedAtMs)),
  setRunConnection: (runConnection) => set({ runConnection }),
});

const NO_RUN = { run: undefined, runEvents: [], runConnection: 'none', clockOffsetMs: null } as const;

function withEvents(state: RunSlice, events: readonly RunEvent[], receivedAtMs: number): Partial<RunSlice> {
  const { run } = state;
  if (!run) return {};
  const unseen = events.filter((event) => event.seq > run.seq);
  if (unseen.length === 0) return {};
  const offsets = unseen.map((event) => receivedAtMs - Date.parse(event.at));
  return {
    run: foldRun(run, unseen),
    runEvents: [...state.runEvents, ...unseen],
    clockOffsetMs: offsets.reduce(
      (least, offset) => Math.min(least, offset),
      state.clockOffsetMs ?? Number.POSITIVE_INFINITY,
    ),
  };
}
