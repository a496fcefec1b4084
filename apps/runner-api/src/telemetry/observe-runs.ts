import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { TraceOrigin } from './trace-ids.ts';

/** What stays the same about a run while it goes on. */
export interface ObservedRun {
  readonly runId: RunId;
  readonly pipeline: string;
  readonly version: string;
  readonly trigger: string;
  readonly parent: { readonly runId: RunId; readonly stageId: string } | undefined;
  /** The component of a stage, by the stage's id. */
  readonly components: ReadonlyMap<string, string>;
  /** Of a child, that of its parent. */
  readonly origin: TraceOrigin;
}

/** Watches runs by their committed events. Must not throw. */
export interface RunObserver {
  /** Something has happened. */
  note(event: RunEvent, run: ObservedRun): void;
  /** Something happened in an earlier process to a run that goes on in this one; comes before the first `note` of the run. */
  recall(event: RunEvent, run: ObservedRun): void;
}

export interface ObservedRuns {
  /** Takes note of committed events. */
  note(events: readonly RunEvent[]): void;
  /** The run, read from its journal if need be; undefined when it cannot be watched. */
  find(runId: RunId): Promise<ObservedRun | undefined>;
}

export interface ObserveParts {
  readonly observers: readonly RunObserver[];
  /** All events of a run, oldest first. */
  readonly read: (runId: RunId) => Promise<readonly RunEvent[]>;
  /** The `traceparent` of a run that begins now. */
  readonly takeTraceparent: (runId: RunId) => string | undefined;
  /** Where the trace of a run begins, by what was pinned. */
  readonly findOrigin: (runId: RunId) => Promise<TraceOrigin>;
  /** Told when a run cannot be watched; the run itself goes on. */
  readonly onDefect: (runId: RunId, error: unknown) => void;
}

/** Definitions whose stages are remembered. */
const MAX_DEFINITIONS = 64;

/**
 * Tells `observers` of all committed events, run by run in their order. A run that began in an earlier process is read from
 * its journal first, so that observers know what they would know of it had they been there.
 */
export function observeRuns(parts: ObserveParts): ObservedRuns {
  const { observers, onDefect } = parts;
  const runs = new Map<RunId, ObservedRun>();
  /** Events of runs that are being read. */
  const pending = new Map<RunId, Loading>();
  /** Runs that cannot be watched. */
  const ignored = new Set<RunId>();
  const definitions = new Map<string, ReadonlyMap<string, string>>();

  const componentsOf = ({ definition_hash: hash, stages }: QueuedEvent): ReadonlyMap<string, string> => {
    const known = definitions.get(hash) ?? new Map(stages.map(({ id, component }) => [id, component]));
    definitions.set(hash, known);
    for (const oldest of definitions.keys()) if (definitions.size > MAX_DEFINITIONS) definitions.delete(oldest);
    return known;
  };
  const begin = (event: QueuedEvent, origin: TraceOrigin): ObservedRun => ({
    runId: event.run_id,
    pipeline: event.pipeline,
    version: event.version,
    trigger: event.trigger,
    parent: event.parent && { runId: event.parent.run_id, stageId: event.parent.stage_id },
    components: componentsOf(event),
    origin,
  });
  const tell = (event: RunEvent, run: ObservedRun): void => {
    try {
      for (const observer of observers) observer.note(event, run);
    } catch (error) {
      onDefect(run.runId, error);
    }
    if (event.type === 'run.finished') runs.delete(run.runId);
  };
  const load = async (runId: RunId, waiting: readonly RunEvent[]): Promise<ObservedRun | undefined> => {
    try {
      const [events, origin] = await Promise.all([parts.read(runId), parts.findOrigin(runId)]);
      const [first] = events;
      if (first?.type !== 'run.queued')
        throw new Error(`the journal of the run ${runId} does not begin with its start`);
      const run = begin(first, origin);
      const firstSeq = waiting[0]?.seq ?? Number.POSITIVE_INFINITY;
      for (const event of events) {
        if (event.seq < firstSeq) for (const observer of observers) observer.recall(event, run);
      }
      if (!isOver(events, firstSeq)) runs.set(runId, run);
      for (const event of waiting) tell(event, run);
      return run;
    } catch (error) {
      ignored.add(runId);
      onDefect(runId, error);
      return undefined;
    } finally {
      pending.delete(runId);
    }
  };
  const loadOnce = (runId: RunId): Loading => {
    const known = pending.get(runId);
    if (known) return known;
    const waiting: RunEvent[] = [];
    const loading = { waiting, loaded: Promise.resolve().then(() => load(runId, waiting)) };
    pending.set(runId, loading);
    return loading;
  };
  /** A child whose parent is not known yet has to be read: only its parent knows where the trace begins. */
  const start = (event: QueuedEvent): ObservedRun | undefined => {
    const { run_id: runId, parent } = event;
    const origin = parent ? runs.get(parent.run_id)?.origin : { runId, traceparent: parts.takeTraceparent(runId) };
    if (origin === undefined) return undefined;
    const run = begin(event, origin);
    runs.set(runId, run);
    return run;
  };

  return {
    note(events) {
      for (const event of events) {
        const { run_id: runId } = event;
        const run = runs.get(runId) ?? (event.type === 'run.queued' ? start(event) : undefined);
        if (run !== undefined) tell(event, run);
        else if (!ignored.has(runId)) loadOnce(runId).waiting.push(event);
        else if (event.type === 'run.finished') ignored.delete(runId);
      }
    },
    async find(runId) {
      if (ignored.has(runId)) return undefined;
      return runs.get(runId) ?? loadOnce(runId).loaded;
    },
  };
}

interface Loading {
  readonly waiting: RunEvent[];
  readonly loaded: Promise<ObservedRun | undefined>;
}

/** True when the run ended before the event `firstSeq`: nothing more comes of it, so nothing is kept. */
function isOver(events: readonly RunEvent[], firstSeq: number): boolean {
  return events.some(({ type, seq }) => type === 'run.finished' && seq < firstSeq);
}

type QueuedEvent = Extract<RunEvent, { type: 'run.queued' }>;
