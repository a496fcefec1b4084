import { setImmediate } from 'node:timers/promises';

/**
 * Gives those who ask their turn in order, one in each turn of the event loop. So of many that came at one moment with long work,
 * each lets the requests pass that came meanwhile.
 */
export function createTurns(): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(() => setImmediate());
    return last;
  };
}
