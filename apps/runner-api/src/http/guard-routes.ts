import { isRoleAtLeast, type Role } from '@flowmason/pipeline-schema';
import type { Request, RequestHandler, Router } from 'express';
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

function guardOf(operation: ApiOperation, audit: Audit): RequestHandler {
  const { role, method } = operation;
  const checkRole = role === 'anyone' ? undefined : requireRole(role, audit);
  const checkQuery = method === 'get' ? knowsQuery(operation) : undefined;
  return function guarding(req, res, next) {
    const goOn = (error?: unknown) => {
      if (error === undefined) checkQuery?.(req);
      next(error);
    };
    if (checkRole) checkRole(req, res, goOn);
    else goOn();
  };
}

/**
 * A filter that is misspelt must not look like one that lets everything through. What has no filters takes no notice of any.
 * @throws {RunnerError} `request_invalid` for a parameter that the operation does not have.
 */
function knowsQuery({ path, parameters = [] }: ApiOperation): ((req: Request) => void) | undefined {
  const known = parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name);
  if (known.length === 0) return undefined;
  return ({ query }) => {
    const unknown = Object.keys(query).filter((name) => !known.includes(name));
    if (unknown.length === 0) return;
    const names = unknown.slice(0, MAX_NAMED).map((name) => `"${name.slice(0, MAX_NAME)}"`);
    throw new RunnerError(
      'request_invalid',
      `GET /api/v1${path} has no query parameter ${names.join(', ')}. It has ${known.join(', ')}.`,
    );
  };
}

const MAX_NAMED = 5;
const MAX_NAME = 40;

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
