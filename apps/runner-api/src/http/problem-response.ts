import type { Problem } from '@flowmason/pipeline-schema';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { Log } from '../log.ts';
import { RunnerError, type RunnerErrorCode } from '../runner-error.ts';
import { API_OPERATIONS } from './api-operations.ts';
import { requestIdOf } from './request-id.ts';
import { toExpression } from './route-pattern.ts';

/** The HTTP status of every reason for which the runner refuses a request. */
const STATUS = {
  request_invalid: 400,
  pipeline_invalid: 422,
  pipeline_not_found: 404,
  pipeline_ambiguous: 409,
  pipeline_exists: 409,
  pipeline_changed: 412,
  input_invalid: 422,
  profile_not_found: 422,
  profile_invalid: 422,
  situation_not_found: 422,
  secrets_invalid: 422,
  secrets_missing: 422,
  secrets_unusable: 503,
  secret_not_found: 404,
  run_not_found: 404,
  run_finished: 409,
  stage_not_found: 404,
  stage_not_waiting: 409,
  run_held: 409,
  output_invalid: 422,
  concurrency_conflict: 409,
  overloaded: 503,
  idempotency_mismatch: 422,
  journal_conflict: 409,
  port_taken: 500,
  host_refused: 500,
  limit_exceeded: 413,
  server_unreachable: 502,
  data_in_use: 500,
  data_unusable: 500,
  data_exists: 500,
  file_exists: 500,
  backup_unusable: 500,
  storage_full: 507,
  storage_failed: 503,
  audit_failed: 503,
  stopping: 503,
  access_invalid: 422,
  access_unusable: 503,
  token_not_found: 404,
  unauthenticated: 401,
  forbidden: 403,
  too_many_requests: 429,
  origin_refused: 403,
  address_too_long: 414,
  route_not_found: 404,
  method_refused: 405,
  media_type_refused: 415,
} as const satisfies Record<RunnerErrorCode, number>; // a new code does not compile until it has a status

/** When a request that was refused for too many open runs may be worth another try, in seconds. */
const RETRY_AFTER_S = 5;

/** Answers `res` with `application/problem+json` (RFC 9457). */
export function sendProblem(res: Response, problem: Problem): void {
  res.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}

/** The last route of the API: nothing else took the request. */
export const refuseUnknownRoute: RequestHandler = (req) => {
  throw new RunnerError(
    'route_not_found',
    `There is no ${req.method} ${req.originalUrl.split('?')[0]} here. GET /api/v1/openapi.json lists the routes.`,
  );
};

/** Answers 405 where a route exists for other methods only; what is left is unknown. */
export const refuseOtherMethods: RequestHandler = (req, res, next) => {
  const methods = API_OPERATIONS.filter(({ path }) => toExpression(path).test(req.path)).map(({ method }) => method);
  if (methods.length === 0) return next();
  const allowed = [...new Set(methods)].join(', ').toUpperCase();
  res.set('Allow', allowed);
  throw new RunnerError('method_refused', `${req.baseUrl}${req.path} does not take ${req.method}, only ${allowed}.`);
};

/**
 * Turns whatever a route threw into a problem. What nobody expected is logged, and answered without its details. When that
 * goes wrong too, the answer is a fixed text: Express, which would show the error to the client, never gets to see it.
 */
export function answerErrors(log: Log, maskText: (text: string) => string): ErrorRequestHandler {
  return (error: unknown, req, res, _next) => {
    try {
      answerError(error, { req, res, log, maskText });
    } catch {
      // Neither error is told anywhere: one of them could not be masked. The id is also in the line of the request.
      sendFixedProblem(res, requestIdOf(req));
    }
  };
}

type Failed = {
  readonly req: Request;
  readonly res: Response;
  readonly log: Log;
  readonly maskText: (text: string) => string;
};

function answerError(error: unknown, { req, res, log, maskText }: Failed): void {
  if (res.headersSent) {
    log('error', `${req.method} ${req.path} broke off`, error);
    res.destroy(); // the reader sees that the answer is incomplete
    return;
  }
  const problem = toProblem(error);
  const id = requestIdOf(req);
  const isLogged = problem.status === 500 || (error instanceof RunnerError && error.code === 'access_unusable');
  if (isLogged) log('error', `${req.method} ${req.path} failed (request ${id})`, errorForLog(error));
  const instance = isLogged ? { instance: `urn:uuid:${id}` } : {};
  const told = { ...problem, detail: maskText(problem.detail), ...instance };
  if (problem.status === 401) res.set('WWW-Authenticate', 'Bearer realm="FlowMason"');
  if (error instanceof RunnerError && error.code === 'overloaded') res.set('Retry-After', String(RETRY_AFTER_S));
  sendProblem(res, told);
}

/** Of what strangers are not told the log has the whole. */
export function errorForLog(error: unknown): unknown {
  return error instanceof RunnerError && error.code === 'access_unusable' ? error.cause : error;
}

function sendFixedProblem(res: Response, id: string): void {
  if (res.headersSent) res.destroy();
  else sendProblem(res, { ...INTERNAL, instance: `urn:uuid:${id}` });
}

function toProblem(error: unknown): Problem {
  if (error instanceof RunnerError) {
    return {
      ...problemOf(error.code, STATUS[error.code], error.message),
      ...(error.diagnostics && { diagnostics: [...error.diagnostics] }),
    };
  }
  if (hasNoRoom(error)) {
    return problemOf(
      'storage_full',
      STATUS.storage_full,
      'There is no room left on the disk. Make room, then try again.',
    );
  }
  if (isClientError(error)) return problemOf('request_invalid', error.status, `${error.message}.`);
  return INTERNAL;
}

function problemOf(code: string, status: number, detail: string): Problem {
  const title = code.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase());
  return { type: `urn:flowmason:problem:${code}`, title, status, detail };
}

const INTERNAL = problemOf(
  'internal',
  500,
  'The runner made a mistake; its log says which, under the id of this answer. Your request may be fine.',
);

/** A file could not be written: a pipeline, a token, a secret. */
function hasNoRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** What Express itself refuses: a path that does not decode, a body that is cut short. Its messages are meant for clients. */
function isClientError(error: unknown): error is Error & { readonly status: number } {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return false;
  return error.status >= 400 && error.status < 500;
}
