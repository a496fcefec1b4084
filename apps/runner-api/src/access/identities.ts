import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Role } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import type { Identities, TokenHolder } from '../access.ts';
import { RunnerError } from '../runner-error.ts';
import type { AccessState, AccessStore, EndedSession } from './access-file.ts';
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

/** What the cookie of a session says, signed: which it is, whose, by the token's id, and from when until when (ms since 1970). */
const SessionFacts = z.strictObject({ id: z.string(), token: z.string(), from: z.number(), until: z.number() });
type SessionFacts = z.infer<typeof SessionFacts>;

/** Sessions of a token that are remembered one by one after they were ended. */
const MAX_ENDED = 100;

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
 * I2  A session is nothing but its cookie: a signed statement that names a token. It ends with the token, or when its id
 *     is written down as ended.
 */
export function createIdentities({ store, adminToken, now }: IdentityParts): Identities {
  const admin = adminToken === undefined ? [] : [toAdmin(adminToken)];

  const read = (): AccessState => {
    try {
      return store.read();
    } catch (cause) {
      throw new RunnerError('access_unusable', UNUSABLE, { cause });
    }
  };
  const usable = ({ tokens }: AccessState): readonly KnownToken[] => {
    const stored = tokens.map(({ id, name, role, hash, expires_at }) => ({
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
    for (const known of usable(read())) if (timingSafeEqual(known.hash, hash)) found = known;
    return found;
  };
  const sign = (facts: string): Buffer =>
    createHmac('sha256', Buffer.from(read().session_key, 'base64url')).update(`fm-session-1.${facts}`).digest();

  /** What the cookie of a session says that has not ended. */
  const readCookie = (cookie: string): SessionFacts | undefined => {
    const [text = '', signature = '', ...more] = cookie.split('.');
    // Compared as it is written: what cannot be part of base64 would be passed over in reading it.
    const given = Buffer.from(signature);
    const right = Buffer.from(sign(text).toString('base64url'));
    if (more.length > 0 || given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    // What an older version has signed may say less: that session has ended.
    const facts = SessionFacts.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data;
    const isOver = facts === undefined || facts.until <= now() || isEnded(read().ended, facts);
    return isOver ? undefined : facts;
  };

  return {
    findByToken: (token) => toHolder(findKnown(token)),
    findBySession(cookie) {
      const facts = readCookie(cookie);
      return facts && toHolder(usable(read()).find(({ id }) => id === facts.token));
    },
    async endSession(cookie) {
      const facts = readCookie(cookie);
      if (facts === undefined) return;
      await store.change((state) => ({ ...state, ended: withEnded(state.ended, facts, now()) }));
    },
    openSession(token) {
      const known = findKnown(token);
      const holder = toHolder(known);
      if (known === undefined || holder === undefined) return undefined;
      const nowMs = now();
      const until = Math.min(nowMs + SESSION_MS, known.untilMs);
      const facts: SessionFacts = { id: randomBytes(9).toString('base64url'), token: known.id, from: nowMs, until };
      const text = Buffer.from(JSON.stringify(facts)).toString('base64url');
      return { holder, cookie: `${text}.${sign(text).toString('base64url')}`, maxAgeMs: until - nowMs };
    },
    get cookieName() {
      const suffix = createHash('sha256').update(read().session_key).digest('hex').slice(0, 12);
      return `fm_session_${suffix}`;
    },
    hasToken: () => usable(store.read()).length > 0,
    get isReadable() {
      try {
        store.read();
        return true;
      } catch (error) {
        if (error instanceof RunnerError) return false; // whoever comes is told, and the log
        throw error;
      }
    },
  };
}

const UNUSABLE =
  'The tokens of this server cannot be read, so nobody is let in. Its log says why, under the id of this answer.';

function isEnded(ended: readonly EndedSession[], { id, token, from }: SessionFacts): boolean {
  return ended.some(
    (one) => one.token === token && (one.session === id || (typeof one.session === 'number' && one.session >= from)),
  );
}

/** Whoever ends very many sessions of a token ends all that it has by then: the list stays short, and nothing is revived. */
function withEnded(ended: readonly EndedSession[], { id, token, until }: SessionFacts, nowMs: number): EndedSession[] {
  const open = ended.filter((one) => one.until > nowMs);
  if (open.filter((one) => one.token === token).length < MAX_ENDED) return [...open, { token, session: id, until }];
  const ofOthers = open.filter((one) => one.token !== token);
  return [...ofOthers, { token, session: nowMs, until: nowMs + SESSION_MS }];
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
