import type { IncomingMessage } from 'node:http';
import type { Caller } from '../audit.ts';

/** Who asks, as far as the server has found out. */
const callers = new WeakMap<IncomingMessage, Caller>();

/** Remembers who sends the request. */
export function setCaller(req: IncomingMessage, caller: Caller): void {
  callers.set(req, caller);
}

/** Who sends the request; undefined for somebody who has not said so. */
export function findCaller(req: IncomingMessage): Caller | undefined {
  return callers.get(req);
}

/** Who sends a request that has passed the guard of a route with a role, for the audit log and the journal. */
export function callerOf(req: IncomingMessage): Caller {
  const caller = callers.get(req);
  if (caller === undefined) throw new Error('this route lets anyone in, so it cannot ask who its caller is');
  return caller;
}
