import { join } from 'node:path';
import type { Access, AccessFiles } from '../access.ts';
import type { Audit } from '../audit.ts';
import { makeDataFolder } from '../data-folder.ts';
import { RunnerError } from '../runner-error.ts';
import { isTokenText } from '../token-text.ts';
import { readVariableOrFile } from '../variable-or-file.ts';
import { createAccessFile, createMemoryAccess } from './access-file.ts';
import { type AuditLogOptions, createAuditLog, createMemoryAudit } from './audit-log.ts';
import { createIdentities } from './identities.ts';
import { ADMIN_TOKEN_NAME, createTokens } from './tokens.ts';

const ACCESS_FILE = 'access.json';
const AUDIT_FILE = 'audit.ndjson';

/** The shortest `FM_ADMIN_TOKEN` that is taken: nothing that a person thinks up and types is long enough. */
const MIN_ADMIN_TOKEN = 32;

export interface AccessSettings {
  /** The data directory, or `:memory:`. */
  readonly data: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Who may do what with a server on `data`.
 * @throws {RunnerError} `access_invalid` for an `FM_ADMIN_TOKEN` that is too short, cannot be sent or cannot be read.
 */
export function openAccess({ data, env }: AccessSettings): Access {
  const adminToken = readVariableOrFile(env, ADMIN_TOKEN_NAME);
  if (adminToken !== undefined && adminToken.length < MIN_ADMIN_TOKEN) {
    throw new RunnerError(
      'access_invalid',
      `${ADMIN_TOKEN_NAME} is too short: whoever guesses it may do everything. Use ${MIN_ADMIN_TOKEN} random characters or more, such as those of: openssl rand -base64 32`,
    );
  }
  if (adminToken !== undefined && !isTokenText(adminToken)) {
    throw new RunnerError(
      'access_invalid',
      `${ADMIN_TOKEN_NAME} cannot be sent as a token, so nobody could use it: it may have letters, digits and . _ ~ + / = -, at most 512 of them, and no blanks or line ends. Take one from: openssl rand -base64 32`,
    );
  }
  const store = data === ':memory:' ? createMemoryAccess() : createAccessFile(join(data, ACCESS_FILE));
  return { identities: createIdentities({ store, adminToken, now: Date.now }), prepare: () => store.keep() };
}

/** The audit log of a data directory. */
export function openAudit(data: string, how: Pick<AuditLogOptions, 'maskText' | 'maskUnreadable' | 'onDefect'>): Audit {
  if (data === ':memory:') return createMemoryAudit(Date.now);
  return createAuditLog({ path: join(data, AUDIT_FILE), now: Date.now, ...how });
}

/** The tokens and the audit log of a data directory, for a command beside a server. */
export function openAccessFiles(
  data: string,
  onDefect: (error: unknown) => void,
  maskUnreadable?: (text: string) => string,
): AccessFiles {
  if (data === ':memory:') {
    throw new RunnerError(
      'access_invalid',
      'Tokens and the audit log are kept in a data directory, and ":memory:" is none. Name one with --data DIR; a server without one takes FM_ADMIN_TOKEN.',
    );
  }
  return {
    prepare: () => makeDataFolder(data),
    tokens: createTokens(createAccessFile(join(data, ACCESS_FILE)), Date.now),
    audit: openAudit(data, {
      // Who is refused is told so by the command itself.
      onDefect: (error, keptCount) => keptCount > 0 && onDefect(error),
      ...(maskUnreadable && { maskUnreadable }),
    }),
  };
}
