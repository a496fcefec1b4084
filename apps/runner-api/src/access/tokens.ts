import { createHash, randomBytes } from 'node:crypto';
import type { NewToken, TokenInfo, Tokens } from '../access.ts';
import { RunnerError } from '../runner-error.ts';
import type { AccessStore, StoredToken } from './access-file.ts';

/** Every token begins like this, so that scanners for leaked secrets can find one. */
const TOKEN_PREFIX = 'fmt_';

/** Names of callers that are no tokens. */
export const ADMIN_TOKEN_NAME = 'FM_ADMIN_TOKEN';
const RESERVED = ['local', 'unknown', ADMIN_TOKEN_NAME];

/** The tokens in `store`; `now` gives milliseconds since 1970. */
export function createTokens(store: AccessStore, now: () => number): Tokens {
  return {
    async create({ name, role, expiresInMs }: NewToken) {
      checkName(name);
      const token = `${TOKEN_PREFIX}${randomBytes(32).toString('base64url')}`;
      const stored: StoredToken = {
        id: randomBytes(9).toString('base64url'),
        name,
        role,
        hash: hashOfToken(token).toString('hex'),
        created_at: new Date(now()).toISOString(),
        expires_at: expiresInMs === undefined ? null : new Date(now() + expiresInMs).toISOString(),
      };
      await store.change((state) => {
        if (state.tokens.some((one) => one.name.toLowerCase() === name.toLowerCase())) throw taken(name);
        return { ...state, tokens: [...state.tokens, stored] };
      });
      return { ...toInfo(stored), token };
    },
    async revoke(name) {
      let revoked: StoredToken | undefined;
      await store.change((state) => {
        revoked = state.tokens.find((one) => one.name === name);
        if (revoked === undefined) throw unknown(name);
        return { ...state, tokens: state.tokens.filter((one) => one.name !== name) };
      });
      if (revoked === undefined) throw unknown(name);
      return toInfo(revoked);
    },
    list: () =>
      store
        .read()
        .tokens.map(toInfo)
        .toSorted((a, b) => a.name.localeCompare(b.name)),
  };
}

/** SHA-256 of the value of a token. */
export function hashOfToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function toInfo({ name, role, created_at, expires_at }: StoredToken): TokenInfo {
  return { name, role, created_at, expires_at };
}

function checkName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/.test(name) && !RESERVED.includes(name)) return;
  throw new RunnerError(
    'access_invalid',
    `"${name.replace(/[^\x20-\x7e]/g, '?').slice(0, 80)}" cannot name a token: use letters, digits, ".", "_", "@" and "-", at most 64, such as ci or anna@example.com.`,
  );
}

function taken(name: string): RunnerError {
  return new RunnerError(
    'access_invalid',
    `There is a token "${name}" already. Choose another name, or end that one first with "fm token revoke ${name}".`,
  );
}

function unknown(name: string): RunnerError {
  return new RunnerError('token_not_found', `There is no token "${name}". "fm token list" shows those that there are.`);
}
