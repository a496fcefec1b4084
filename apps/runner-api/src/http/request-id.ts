import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler } from 'express';

const ids = new WeakMap<IncomingMessage, string>();

/** Gives every request an id, told in the header `X-Request-Id`, so that an answer can be found in the logs. */
export const nameRequest: RequestHandler = (req, res, next) => {
  res.set('X-Request-Id', requestIdOf(req));
  next();
};

/** What was asked for, for the audit log: method and path as they were sent, without the query, and cut. */
export function targetOf(req: Request): string {
  return `${req.method} ${(req.originalUrl.split('?')[0] ?? '').slice(0, 100)}`;
}

/** The id of the request; always the same for the same one. */
export function requestIdOf(req: IncomingMessage): string {
  const id = ids.get(req) ?? randomUUID();
  ids.set(req, id);
  return id;
}
