import type { Clock } from './ports.ts';
import type { Instance } from './state.ts';
import { createTimers } from './timers.ts';

/** What a run's alarms say when they ring. */
export interface AlarmListener {
  retryDue(instance: Instance): void;
  blockTimeUp(block: Instance): void;
  runTimeUp(limitMs: number): void;
  finallyTimeUp(limitMs: number): void;
}

/** The alarms of one run: when a retry is due, and when the time of a block, of the run or of its end is up. */
export interface RunAlarms {
  /** Rings when the next attempt of a waiting stage is due. */
  setRetry(instance: Instance): void;
  /** Forgets the retry of a stage that will not have one. */
  clearRetry(instance: Instance): void;
  /** True while any stage waits for its next attempt. */
  readonly hasRetries: boolean;
  /** Rings when the `timeout_ms` of a block that has started is over; a block without one has no alarm. */
  limitBlock(block: Instance): void;
  limitRun(fromMs: number, limitMs: number): void;
  /** Gives finally blocks their five minutes, from the moment at which the run began to be ended. */
  limitFinally(fromMs: number): void;
  clearAll(): void;
}

/** Time that finally blocks have once a run is being ended: "its own time" of `spec.md` §4.4. */
const FINALLY_MS = 5 * 60_000;

/** Creates the alarms of a run; `now` is its time, which may be ahead of the clock's. */
export function createRunAlarms(clock: Clock, now: () => number, listener: AlarmListener): RunAlarms {
  const retries = createTimers<Instance>(clock);
  const limits = createTimers<Instance | 'run' | 'finally'>(clock);
  return {
    setRetry: (instance) => retries.set(instance, instance.dueMs - now(), () => listener.retryDue(instance)),
    clearRetry: (instance) => retries.clear(instance),
    get hasRetries() {
      return retries.size > 0;
    },
    limitBlock(block) {
      const { timeout_ms } = block.planned.stage;
      if (timeout_ms === undefined) return;
      limits.set(block, block.startedMs + timeout_ms - now(), () => listener.blockTimeUp(block));
    },
    limitRun: (fromMs, limitMs) => limits.set('run', fromMs + limitMs - now(), () => listener.runTimeUp(limitMs)),
    limitFinally: (fromMs) =>
      limits.set('finally', fromMs + FINALLY_MS - now(), () => listener.finallyTimeUp(FINALLY_MS)),
    clearAll() {
      retries.clearAll();
      limits.clearAll();
    },
  };
}
