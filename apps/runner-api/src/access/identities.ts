import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { Role } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import type { Identities, TokenHolder } from '../access.ts';
import type { AccessStore } from './access-file.ts';
import { ADMIN_TOKEN_NAME, hashOfToken } from './tokens.ts';

export interface IdentityParts {
  readonly store: AccessStore;
  /** A token from the environment that is an admin's; containers have no other first one. */
  readonly adminToken?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How long a browser stays signed in, in ms. */
export const SESSION_MS = 12 * 60 * 60 * 1000;

/** What the cookie of a session says, signed: whose it is, by the token's id, and until when (ms since 1970). */
const SessionFacts = z.strictObject({ token: z.string(), until: z.number() });

interface KnownToken extends TokenHolder {
  readonly id: string;
  readonly hash: Buffer;
  /** Ms since 1970. */
  readonly untilMs: number;
}

/**
 * Finds out who somebody is.
 *
 * I1  A token is compared by its hash with every known one, whichever it is, so the time tells nothing.
 * I2  A session is nothing but its cookie: a signed statement that names a token. It ends with the token.
 */
export function createIdentities({ store, adminToken, now }: IdentityParts): Identities {
  const admin = adminToken === undefined ? [] : [toAdmin(adminToken)];

  const usable = (): readonly KnownToken[] => {
    const stored = store.read().tokens.map(({ id, name, role, hash, expires_at }) => ({
      id,
      name,
      role: Role.parse(role),
      hash: Buffer.from(hash, 'hex'),
      untilMs: expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(expires_at),
    }));
    return [...stored, ...admin].filter(({ untilMs }) => untilMs > now());
  };
  const findKnown = (token: string): KnownToken | undefined => {
    const hash = hashOfToken(token);
    let found: KnownToken | undefined;
    for (const known of usable()) if (timingSafeEqual(known.hash, hash)) found = known;
    return found;
  };
  const sign = (facts: string): Buffer =>
    createHmac('sha256', Buffer.from(store.read().session_key, 'base64url')).update(`fm-session-1.${facts}`).digest();

  return {
    findByToken: (token) => toHolder(findKnown(token)),
    findBySession(cookie) {
      const [facts = '', signature = '', ...more] = cookie.split('.');
      const given = Buffer.from(signature, 'base64url');
      const right = sign(facts);
      if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
      const { token, until } = SessionFacts.parse(JSON.parse(Buffer.from(facts, 'base64url').toString()));
      if (until <= now()) return undefined;
      return toHolder(usable().find(({ id }) => id === token));
    },
    openSession(token) {
      const known = findKnown(token);
      const holder = toHolder(known);
      if (known === undefined || holder === undefined) return undefined;
      const nowMs = now();
      const until = Math.min(nowMs + SESSION_MS, known.untilMs);
      const facts = Buffer.from(JSON.stringify({ token: known.id, until })).toString('base64url');
      return { holder, cookie: `${facts}.${sign(facts).toString('base64url')}`, maxAgeMs: until - nowMs };
    },
    get cookieName() {
      const suffix = createHash('sha256').update(store.read().session_key).digest('hex').slice(0, 12);
      return `fm_session_${suffix}`;
    },
    hasToken: () => usable().length > 0,
  };
}

function toHolder(known: KnownToken | undefined): TokenHolder | undefined {
  return known && { name: known.name, role: known.role };
}

function toAdmin(token: string): KnownToken {
  const hash = hashOfToken(token);
  // Another value of the variable is another token: the sessions of the one before end.
  const id = `env-${createHash('sha256').update(hash).digest('hex').slice(0, 16)}`;
  return { id, name: ADMIN_TOKEN_NAME, role: 'admin', hash, untilMs: Number.POSITIVE_INFINITY };
}
