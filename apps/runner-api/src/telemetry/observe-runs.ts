import type { RunEvent, RunId } from '@flowmason/pipeline-schema';

/** What stays the same about a run while it goes on. */
export interface ObservedRun {
  readonly runId: RunId;
  readonly pipeline: string;
  readonly version: string;
  readonly trigger: string;
  readonly parent: { readonly runId: RunId; readonly stageId: string } | undefined;
  /** The component of a stage, by the stage's id. */
  readonly components: ReadonlyMap<string, string>;
  /** The `traceparent` that it was started with. */
  readonly traceparent: string | undefined;
}

/** Watches runs by their committed events. Must not throw. */
export interface RunObserver {
  /** Something has happened. */
  note(event: RunEvent, run: ObservedRun): void;
  /** Something happened in an earlier process to a run that goes on in this one; comes before the first `note` of the run. */
  recall(event: RunEvent, run: ObservedRun): void;
}

export interface ObserveParts {
  readonly observers: readonly RunObserver[];
  /** All events of a run, oldest first. */
  readonly read: (runId: RunId) => Promise<readonly RunEvent[]>;
  /** The `traceparent` of a run that begins now. */
  readonly takeTraceparent: (runId: RunId) => string | undefined;
  /** The `traceparent` that was pinned with a run. */
  readonly findTraceparent: (runId: RunId) => Promise<string | undefined>;
  /** Told when a run cannot be watched; the run itself goes on. */
  readonly onDefect: (runId: RunId, error: unknown) => void;
}

/** Definitions whose stages are remembered. */
const MAX_DEFINITIONS = 64;

/**
 * Tells `observers` of all committed events, run by run in their order. A run that began in an earlier process is read from
 * its journal first, so that observers know what they would know of it had they been there.
 */
export function observeRuns(parts: ObserveParts): { note(events: readonly RunEvent[]): void } {
  const { observers, onDefect } = parts;
  const runs = new Map<RunId, ObservedRun>();
  /** Events of runs that are being read. */
  const pending = new Map<RunId, RunEvent[]>();
  /** Runs that cannot be watched. */
  const ignored = new Set<RunId>();
  const definitions = new Map<string, ReadonlyMap<string, string>>();

  const componentsOf = ({ definition_hash: hash, stages }: QueuedEvent): ReadonlyMap<string, string> => {
    const known = definitions.get(hash) ?? new Map(stages.map(({ id, component }) => [id, component]));
    definitions.set(hash, known);
    for (const oldest of definitions.keys()) if (definitions.size > MAX_DEFINITIONS) definitions.delete(oldest);
    return known;
  };
  const begin = (event: QueuedEvent, traceparent: string | undefined): ObservedRun => ({
    runId: event.run_id,
    pipeline: event.pipeline,
    version: event.version,
    trigger: event.trigger,
    parent: event.parent && { runId: event.parent.run_id, stageId: event.parent.stage_id },
    components: componentsOf(event),
    traceparent,
  });
  const tell = (event: RunEvent, run: ObservedRun): void => {
    try {
      for (const observer of observers) observer.note(event, run);
    } catch (error) {
      onDefect(run.runId, error);
    }
    if (event.type === 'run.finished') runs.delete(run.runId);
  };
  const load = async (runId: RunId, waiting: readonly RunEvent[], firstSeq: number): Promise<void> => {
    try {
      const [events, traceparent] = await Promise.all([parts.read(runId), parts.findTraceparent(runId)]);
      const [first] = events;
      if (first?.type !== 'run.queued')
        throw new Error(`the journal of the run ${runId} does not begin with its start`);
      const run = begin(first, traceparent);
      for (const event of events) {
        if (event.seq < firstSeq) for (const observer of observers) observer.recall(event, run);
      }
      runs.set(runId, run);
      for (const event of waiting) tell(event, run);
    } catch (error) {
      ignored.add(runId);
      onDefect(runId, error);
    } finally {
      pending.delete(runId);
    }
  };
  const start = (event: QueuedEvent): ObservedRun => {
    const run = begin(event, parts.takeTraceparent(event.run_id));
    runs.set(event.run_id, run);
    return run;
  };
  const wait = (event: RunEvent): void => {
    const waiting = pending.get(event.run_id);
    if (waiting !== undefined) {
      waiting.push(event);
      return;
    }
    const first = [event];
    pending.set(event.run_id, first);
    void load(event.run_id, first, event.seq);
  };

  return {
    note(events) {
      for (const event of events) {
        const { run_id: runId } = event;
        const run = runs.get(runId) ?? (event.type === 'run.queued' ? start(event) : undefined);
        if (run !== undefined) tell(event, run);
        else if (!ignored.has(runId)) wait(event);
        else if (event.type === 'run.finished') ignored.delete(runId);
      }
    },
  };
}

type QueuedEvent = Extract<RunEvent, { type: 'run.queued' }>;
