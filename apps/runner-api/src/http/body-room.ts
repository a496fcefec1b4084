import { RunnerError } from '../runner-error.ts';

/** Bytes of all bodies that are being read at one time. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Counts how much of the bodies that are being read at one time may be in memory. */
export interface BodyRoom {
  /**
   * Takes room for a body of `caller`, and gives what gives it back; calling that twice does no harm.
   * @throws {RunnerError} `overloaded` when there is not enough, or `caller` alone would have more than half of all.
   */
  take(caller: string, bytes: number): () => void;
}

/** Room for `maxBytes`, all of it free. */
export function createBodyRoom(maxBytes: number = MAX_BYTES): BodyRoom {
  const byCaller = new Map<string, number>();
  let taken = 0;
  const add = (caller: string, bytes: number): void => {
    const own = (byCaller.get(caller) ?? 0) + bytes;
    if (own > 0) byCaller.set(caller, own);
    else byCaller.delete(caller);
    taken += bytes;
  };
  return {
    take(caller, bytes) {
      if (taken + bytes > maxBytes) throw overloaded('So many bodies of requests are being read at once');
      if ((byCaller.get(caller) ?? 0) + bytes > maxBytes / 2) {
        throw overloaded(`So many bodies of requests by "${caller}" are being read at once`);
      }
      add(caller, bytes);
      let isTaken = true;
      return () => {
        if (isTaken) add(caller, -bytes);
        isTaken = false;
      };
    },
  };
}

function overloaded(what: string): RunnerError {
  return new RunnerError('overloaded', `${what} that there is no room for another. Try again in a few seconds.`);
}
