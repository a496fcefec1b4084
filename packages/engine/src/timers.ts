import type { Clock } from './ports.ts';

/** Alarms by owner, one each; all of them end with the run. */
export interface Timers<Owner> {
  /** Calls `ring` once `ms` have passed, unless it is cleared or set anew before. */
  set(owner: Owner, ms: number, ring: () => void): void;
  clear(owner: Owner): void;
  clearAll(): void;
  readonly size: number;
}

/** Creates alarms on a run's clock. */
export function createTimers<Owner>(clock: Clock): Timers<Owner> {
  const running = new Map<Owner, AbortController>();
  const clear = (owner: Owner) => {
    running.get(owner)?.abort();
    running.delete(owner);
  };
  return {
    set(owner, ms, ring) {
      clear(owner);
      const controller = new AbortController();
      running.set(owner, controller);
      const wake = () => {
        if (running.get(owner) !== controller) return;
        running.delete(owner);
        ring();
      };
      clock.sleep(Math.max(0, ms), controller.signal).then(wake, (reason) => {
        if (!controller.signal.aborted) throw reason; // a clock that fails is a fault, an alarm that was cleared is none
      });
    },
    clear,
    get size() {
      return running.size;
    },
    clearAll() {
      for (const controller of running.values()) controller.abort();
      running.clear();
    },
  };
}
