import {
  applyTimelineEvents,
  EMPTY_TIMELINE,
  foldRun,
  newRun,
  type Run,
  type RunEvent,
  type RunId,
  type Timeline,
} from '@flowmason/pipeline-schema';
import type { StateCreator } from 'zustand';
import { observeArrival, type RunClock, runTimeAt } from '../model/runs/run-clock.ts';

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
  /** The same journal laid out in time. */
  readonly runTimeline: Timeline;
  readonly runConnection: RunConnectionState;
  /** Since when the connection is lost, on this machine's clock; null while it is not. */
  readonly lostAtMs: number | null;
  /** What the run's time is by now; null until an event has arrived. */
  readonly runClock: RunClock | null;
  /** This machine's clock minus the server's, ms; 0 until it has been measured. */
  readonly clockSkewMs: number;
  /** Forgets the run shown before, and shows `runId` from its first event on. */
  showRun(runId: RunId): void;
  /** Goes back to the pipeline without a run. */
  hideRun(): void;
  /** Adds events in order of `seq`; those that were seen before change nothing. `receivedAtMs` is on this machine's clock. */
  receiveRunEvents(events: readonly RunEvent[], receivedAtMs: number): void;
  /** `atMs` is on this machine's clock; a connection stays lost since when it was first lost. */
  setRunConnection(connection: RunConnectionState, atMs: number): void;
  setClockSkew(clockSkewMs: number): void;
  /** What the server says of the runs below the shown one that wait for a person; no event of the run itself tells that. */
  noteUndecidedChildren(runId: RunId, children: Run['undecided_children']): void;
}

/** Makes the slice; it starts without a run. */
export const createRunSlice: StateCreator<RunSlice> = (set) => ({
  ...NO_RUN,
  clockSkewMs: 0,
  showRun: (runId) => set({ ...NO_RUN, run: newRun(runId), runConnection: 'connecting' }),
  hideRun: () => set(NO_RUN),
  receiveRunEvents: (events, receivedAtMs) => set((state) => withEvents(state, events, receivedAtMs)),
  setRunConnection: (runConnection, atMs) =>
    set(({ lostAtMs }) => ({ runConnection, lostAtMs: runConnection === 'lost' ? (lostAtMs ?? atMs) : null })),
  setClockSkew: (clockSkewMs) => set({ clockSkewMs }),
  noteUndecidedChildren: (runId, children) => set(({ run }) => (run?.id === runId ? withChildren(run, children) : {})),
});

const NO_RUN = {
  run: undefined,
  runEvents: [],
  runTimeline: EMPTY_TIMELINE,
  runConnection: 'none',
  lostAtMs: null,
  runClock: null,
} as const;

/**
 * What the time of the shown run is at `nowMs` of this machine's clock, at most when the connection was lost. It stands still
 * while the run is held: nobody works on it.
 */
export function toRunTime({ run, runEvents, runClock, clockSkewMs, lostAtMs }: RunSlice, nowMs: number): number {
  const last = run?.held === undefined ? undefined : runEvents.at(-1);
  if (last) return Date.parse(last.at);
  return runTimeAt(runClock, Math.min(nowMs, lostAtMs ?? nowMs) - clockSkewMs);
}

function withChildren(run: Run, children: Run['undecided_children']): Partial<RunSlice> {
  const { undecided_children: before, ...rest } = run;
  if (JSON.stringify(before) === JSON.stringify(children)) return {};
  return { run: { ...rest, ...(children && { undecided_children: children }) } };
}

function withEvents(state: RunSlice, events: readonly RunEvent[], receivedAtMs: number): Partial<RunSlice> {
  const { run } = state;
  if (!run) return {};
  const unseen = events.filter((event) => event.seq > run.seq);
  const last = unseen.at(-1);
  if (!last) return {};
  const runTimeline = applyTimelineEvents(state.runTimeline, unseen);
  return {
    run: foldRun(run, unseen),
    runEvents: [...state.runEvents, ...unseen],
    runTimeline,
    runClock: observeArrival(state.runClock, {
      queuedAtMs: runTimeline.queuedAtMs,
      lastAtMs: Date.parse(last.at),
      receivedAtMs: receivedAtMs - state.clockSkewMs,
    }),
  };
}
