import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Identities, TokenHolder } from '../access.ts';
import { type Audit, LOCAL_CALLER } from '../audit.ts';
import type { Log } from '../log.ts';
import { RunnerError } from '../runner-error.ts';
import { isTokenText } from '../token-text.ts';
import type { AccessPolicy } from './access-policy.ts';
import { findCaller, setCaller, unauthenticated } from './caller.ts';
import { errorForLog } from './problem-response.ts';
import { requestIdOf, targetOf } from './request-id.ts';
import { clearSessionCookie, sessionCookieOf } from './session-cookie.ts';
import { setStreamAccess } from './stream-access.ts';

export interface AuthenticationParts {
  readonly identities: Identities;
  readonly policy: AccessPolicy;
  readonly refusals: TokenRefusals;
  readonly log: Log;
  /** How soon a stream that is open notices that its token or session has ended, in ms. Default 5,000. */
  readonly recheckMs?: number;
}

/** Answers requests that show a wrong token: 401, or 429 after ten within a minute from one address. Each of the ten is noted. */
export type TokenRefusals = (action: 'access.denied' | 'session.refuse') => RequestHandler;

/**
 * Finds out who sends a request and leaves it to `findCaller`; a route's guard decides what that person may do.
 *
 * A token in `Authorization` goes before the cookie of a session. Whoever shows one is judged by it, also where none is
 * needed; one that is wrong is refused, whatever the route. Somebody without either is the person at this machine where no token is
 * required, and nobody elsewhere. Tokens that are wrong are counted by address: after ten in a minute the answer is 429, without
 * a line in the audit log for each. One that is right is never counted.
 */
export function authenticate({
  identities,
  policy,
  refusals,
  log,
  recheckMs = 5000,
}: AuthenticationParts): RequestHandler {
  const refuse = refusals('access.denied');
  const onDefect = (error: unknown): void =>
    log('error', 'a stream was cut, because the tokens cannot be read', errorForLog(error));
  return (req, res, next) => {
    if (hasTokenInQuery(req)) throw new RunnerError('unauthenticated', TOKEN_IN_QUERY);
    if (req.headers.authorization !== undefined) {
      const token = bearerOf(req);
      const holder = token === undefined ? undefined : identities.findByToken(token);
      if (holder === undefined) return refuse(req, res, next);
      setCaller(req, toCaller(req, holder));
      const isLetIn = () => token !== undefined && identities.findByToken(token) !== undefined;
      setStreamAccess(res, { isLetIn, recheckMs, onDefect });
      return next();
    }
    // The name takes a look at a file and a hash, which nobody without cookies has to wait for.
    const cookie = req.headers.cookie === undefined ? undefined : sessionCookieOf(req, identities.cookieName);
    if (cookie !== undefined) {
      const holder = identities.findBySession(cookie);
      if (holder !== undefined) {
        setCaller(req, toCaller(req, holder));
        const isLetIn = () => identities.findBySession(cookie) !== undefined;
        setStreamAccess(res, { isLetIn, recheckMs, onDefect });
        return next();
      }
      clearSessionCookie(res, identities.cookieName);
    }
    if (!policy.requiresToken) setCaller(req, toCaller(req, LOCAL_CALLER));
    next();
  };
}

/** Wrong tokens in headers and at the sign-in count together. */
export function createTokenRefusals(audit: Audit): TokenRefusals {
  const count = rateLimit({
    windowMs: 60_000,
    limit: 10,
    legacyHeaders: false,
    standardHeaders: false,
    handler: (_req, res) => {
      res.set('Retry-After', '60');
      throw new RunnerError(
        'too_many_requests',
        'Too many wrong tokens came from your address. Try again in a minute.',
      );
    },
  });
  return (action) => async (req, res, next) => {
    await count(req, res, (error?: unknown) => {
      if (error !== undefined) return next(error);
      audit.note({
        actor: 'unknown',
        role: null,
        action,
        target: targetOf(req),
        outcome: 'unauthenticated',
        address: req.socket.remoteAddress ?? '',
        request_id: requestIdOf(req),
      });
      next(new RunnerError('unauthenticated', WRONG_TOKEN));
    });
  };
}

/** Refuses whoever is nobody before anything of the request is read. */
export const refuseNobody: RequestHandler = (req, _res, next) => {
  if (findCaller(req) === undefined) throw unauthenticated();
  next();
};

/** So many requests a minute for each token; those without one count by their address. */
export function limitRate({ ratePerMinute }: AccessPolicy): RequestHandler {
  if (ratePerMinute === 0) return (_req, _res, next) => next();
  return rateLimit({
    windowMs: 60_000,
    limit: ratePerMinute,
    legacyHeaders: false,
    standardHeaders: false,
    keyGenerator: (req) => findCaller(req)?.name ?? ipKeyGenerator(req.socket.remoteAddress ?? ''),
    handler: (_req, res) => {
      res.set('Retry-After', '60');
      throw new RunnerError(
        'too_many_requests',
        `More than ${ratePerMinute} requests came within a minute. Wait, or raise FM_RATE_LIMIT on the server.`,
      );
    },
  });
}

const WRONG_TOKEN =
  'The token is not one of this server, or it was revoked or has expired. "fm token list" shows those that there are.';
const TOKEN_IN_QUERY =
  'A token in an address ends up in logs and histories, so it is not taken from there. Send it as "Authorization: Bearer fmt_…", and replace the one that was sent.';

function hasTokenInQuery({ query }: Request): boolean {
  return ['token', 'access_token', 'api_key', 'apikey', 'key', 'auth'].some((name) => name in query);
}

/** Undefined for a header that is not exactly one bearer token. */
function bearerOf(req: Request): string | undefined {
  const [header, ...more] = req.headersDistinct['authorization'] ?? [];
  if (more.length > 0) return undefined;
  const token = /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
  return token !== undefined && isTokenText(token) ? token : undefined;
}

function toCaller(req: Request, { name, role }: TokenHolder) {
  return { name, role, address: req.socket.remoteAddress ?? '', requestId: requestIdOf(req) };
}
