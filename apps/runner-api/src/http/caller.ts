import type { IncomingMessage } from 'node:http';
import type { Caller } from '../audit.ts';
import { RunnerError } from '../runner-error.ts';

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

/** What somebody is told who has not said who it is. */
export function unauthenticated(): RunnerError {
  return new RunnerError(
    'unauthenticated',
    'This server needs a token. Send one as "Authorization: Bearer fmt_…"; "fm token create NAME --role viewer" makes one.',
  );
}
