import type { NewRunEvent } from '@flowmason/pipeline-schema';
import { foldEvent } from './fold-event.ts';
import { maskEvent } from './mask-event.ts';
import type { PinnedRun, RunPorts } from './ports.ts';
import type { RunState } from './state.ts';

/** A fact before it has its time and place. */
export type Fact = NewRunEvent extends infer Event
  ? Event extends NewRunEvent
    ? Omit<Event, 'at' | 't'>
    : never
  : never;

/**
 * Turns facts into recorded events. Invariants:
 * R1. A fact is masked once, here, and the state is folded from the masked event only; so a resumed run knows exactly
 *     what the first one knew.
 * R2. Facts of one turn are appended together; nobody acts on one before `flush` has resolved.
 */
export interface Recorder {
  /** Sets the time of the facts that follow. */
  tick(nowMs: number): void;
  record(fact: Fact): void;
  readonly hasUnwritten: boolean;
  /** False when what is unwritten should be written before more is recorded: so many facts, or for so long. */
  mayGrow(nowMs: number): boolean;
  /** What is unwritten is so much that nothing more should be begun before it is written. */
  readonly isFull: boolean;
  /** Stores `pinned` with the facts that are flushed next, which must be the first of a run. */
  pin(pinned: PinnedRun): void;
  /** @throws {EngineError} `journal_conflict` when somebody else has written to this run. */
  flush(): Promise<void>;
}

const MAX_UNWRITTEN = 100;
const MAX_UNWRITTEN_MS = 50;
/** Characters. All of them are in memory once more while they are written. */
const MAX_UNWRITTEN_LENGTH = 4 * 1024 * 1024;

/** Records the facts of the run that `state` is the state of. */
export function createRecorder(state: RunState, ports: Pick<RunPorts, 'journal' | 'secrets'>): Recorder {
  let nowMs = 0;
  let at = '';
  let writtenSeq = state.seq;
  let unwritten: NewRunEvent[] = [];
  let unwrittenSinceMs = 0;
  let writtenLength = state.length;
  let pinned: PinnedRun | undefined;
  return {
    tick(ms) {
      if (ms === nowMs && at !== '') return;
      nowMs = ms;
      at = new Date(ms).toISOString();
    },
    record(fact) {
      const t = fact.type === 'run.queued' ? 0 : Math.max(0, nowMs - state.createdMs);
      const event = maskEvent({ ...fact, at, t } as NewRunEvent, ports.secrets); // a Fact plus the two keys that it lacks
      if (unwritten.length === 0) unwrittenSinceMs = nowMs;
      unwritten.push(event);
      foldEvent(state, event);
    },
    get hasUnwritten() {
      return unwritten.length > 0;
    },
    get isFull() {
      return state.length - writtenLength >= MAX_UNWRITTEN_LENGTH;
    },
    mayGrow(ms) {
      return unwritten.length < MAX_UNWRITTEN && ms - unwrittenSinceMs < MAX_UNWRITTEN_MS && !this.isFull;
    },
    pin(first) {
      pinned = first;
    },
    async flush() {
      const events = unwritten;
      const first = pinned;
      unwritten = [];
      pinned = undefined;
      writtenLength = state.length;
      await ports.journal.append(state.runId, writtenSeq, events, first);
      writtenSeq += events.length;
    },
  };
}
