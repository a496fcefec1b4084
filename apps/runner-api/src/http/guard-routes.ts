import { isRoleAtLeast, type Role } from '@flowmason/pipeline-schema';
import type { RequestHandler, Router } from 'express';
import type { Audit } from '../audit.ts';
import { RunnerError } from '../runner-error.ts';
import { API_OPERATIONS, type ApiOperation } from './api-operations.ts';
import { findCaller, unauthenticated } from './caller.ts';
import { targetOf } from './request-id.ts';

/**
 * Puts the guard of its operation in front of the handlers of every route of `router`, which will be mounted at `prefix`
 * below `/api/v1`. The guard hangs on the route object, so it holds for every spelling of an address that leads to the route.
 * @throws {Error} when `router` has a route that `API_OPERATIONS` does not know, or a handler that is no route: what nobody
 * has given a role is not served, and the server does not even start.
 */
export function guardRoutes(prefix: string, router: Router, audit: Audit): Router {
  for (const { route } of router.stack) {
    if (route === undefined) throw new Error(`${prefix} has a handler that is no route, and so has no role`);
    const path = toOperationPath(prefix, route.path);
    const methods = route.stack.map(({ method }) => method);
    for (const method of new Set(methods)) {
      const operation = API_OPERATIONS.find((one) => one.path === path && one.method === method);
      if (operation === undefined) {
        throw new Error(`${method} ${path} does not stand in API_OPERATIONS, and so has no role`);
      }
      route[operation.method](guardOf(operation, audit));
      const guard = route.stack.pop();
      if (guard) route.stack.unshift(guard);
    }
  }
  return router;
}

function guardOf({ role }: ApiOperation, audit: Audit): RequestHandler {
  if (role !== 'anyone') return requireRole(role, audit);
  return function lettingAnyoneIn(_req, _res, next) {
    next();
  };
}

/**
 * Lets callers pass who are at least `role`.
 * @throws {RunnerError} `unauthenticated` for somebody who has not said who it is, `forbidden` for everyone else; that is noted.
 */
export function requireRole(role: Role, audit: Audit): RequestHandler {
  return function requiringRole(req, _res, next) {
    const caller = findCaller(req);
    if (caller === undefined) throw unauthenticated();
    if (!isRoleAtLeast(caller.role, role)) {
      const { name: actor, role: has, address, requestId } = caller;
      audit.note({
        actor,
        role: has,
        action: 'access.denied',
        target: targetOf(req),
        outcome: 'forbidden',
        ...(address !== undefined && { address }),
        ...(requestId !== undefined && { request_id: requestId }),
      });
      throw new RunnerError(
        'forbidden',
        `"${actor}" is ${ARTICLES[has]}, and this takes ${ARTICLES[role]}. "fm token create NAME --role ${role}" makes a token for it.`,
      );
    }
    next();
  };
}

const ARTICLES: Readonly<Record<Role, string>> = { viewer: 'a viewer', operator: 'an operator', admin: 'an admin' };

/** The path of `API_OPERATIONS` for a route's: `/:id` and `/*id` become `/{id}`. */
function toOperationPath(prefix: string, path: string): string {
  return `${prefix}${path.replace(/[:*]([A-Za-z]+)/g, '{$1}')}`.replace(/\/$/, '');
}
