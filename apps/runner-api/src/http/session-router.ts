import type { Session } from '@flowmason/pipeline-schema';
import { type Request, Router } from 'express';
import { z } from 'zod';
import type { TokenHolder } from '../access.ts';
import type { Audit } from '../audit.ts';
import type { AuthenticationParts } from './authenticate.ts';
import { findCaller } from './caller.ts';
import { parse } from './parse.ts';
import { jsonBody, readSignIn } from './request-body.ts';
import { requestIdOf } from './request-id.ts';
import { clearSessionCookie, sessionCookieOf, setSessionCookie } from './session-cookie.ts';

const SignIn = z.strictObject({ token: z.string().min(1).max(512) });

/** Who the browser is to this server: signs it in with a token, says who it is, and signs it out. */
export function sessionRouter({ identities, policy, refusals }: AuthenticationParts, audit: Audit): Router {
  const refuse = refusals('session.refuse');
  const router = Router();

  const note = (req: Request, action: 'session.open' | 'session.close', { name, role }: TokenHolder): void =>
    audit.note({
      actor: name,
      role,
      action,
      target: name,
      outcome: 'done',
      address: req.socket.remoteAddress ?? '',
      request_id: requestIdOf(req),
    });

  router.get('/', (req, res) => {
    const caller = findCaller(req);
    const session: Session = {
      required: policy.requiresToken,
      role: caller?.role ?? null,
      name: caller?.name ?? null,
    };
    res.json(session);
  });

  router.post('/', readSignIn, (req, res, next) => {
    const { token } = parse(SignIn, jsonBody(req));
    const opened = identities.openSession(token.trim());
    if (opened === undefined) return refuse(req, res, next);
    const { holder, cookie, maxAgeMs } = opened;
    setSessionCookie(req, res, { name: identities.cookieName, value: cookie, maxAgeMs });
    note(req, 'session.open', holder);
    const session: Session = { required: policy.requiresToken, ...holder };
    res.json(session);
  });

  router.delete('/', async (req, res) => {
    const caller = findCaller(req);
    const cookie = sessionCookieOf(req, identities.cookieName);
    clearSessionCookie(res, identities.cookieName);
    // Forgetting it here would leave it to whoever has copied it.
    if (cookie !== undefined) await identities.endSession(cookie);
    if (caller !== undefined) note(req, 'session.close', caller);
    res.status(204).end();
  });

  return router;
}
