import type { Role } from '@flowmason/pipeline-schema';
import type { Audit } from './audit.ts';

/** A token as anybody may see it: never its value. */
export interface TokenInfo {
  readonly name: string;
  readonly role: Role;
  /** UTC instants; null for a token that does not expire. */
  readonly created_at: string;
  readonly expires_at: string | null;
}

export interface NewToken {
  /** Letters, digits, `.`, `_`, `@` and `-`, at most 64; unique. It stands in the audit log and in runs. */
  readonly name: string;
  readonly role: Role;
  /** Default: it does not expire. */
  readonly expiresInMs?: number | undefined;
}

/** The tokens of a data directory. */
export interface Tokens {
  /**
   * Makes a token. Its value is given back this once and kept nowhere.
   * @throws {RunnerError} `access_invalid` for a name that is taken or not one.
   */
  create(token: NewToken): Promise<TokenInfo & { readonly token: string }>;
  /** Ends a token and every session opened with it. @throws {RunnerError} `token_not_found`. */
  revoke(name: string): Promise<TokenInfo>;
  /** All of them by name, also those that have expired. */
  list(): readonly TokenInfo[];
}

/** Who a token or a session belongs to. */
export interface TokenHolder {
  readonly name: string;
  readonly role: Role;
}

/** A session in a browser: what its cookie is to hold. */
export interface OpenedSession {
  readonly holder: TokenHolder;
  readonly cookie: string;
  readonly maxAgeMs: number;
}

/** Finds out who somebody is. Reads the tokens anew whenever a command has changed them. */
export interface Identities {
  /** Undefined for a text that is no token, or one that is revoked or has expired; takes as long for each. */
  findByToken(token: string): TokenHolder | undefined;
  /** Undefined for a cookie that was not given out here, or whose session or token has ended. */
  findBySession(cookie: string): TokenHolder | undefined;
  /** Undefined when the token is none. */
  openSession(token: string): OpenedSession | undefined;
  /**
   * Ends the session of this cookie for everyone who has it, also after a restart. Harmless for one that is none.
   * @throws {RunnerError} `data_unusable` or `storage_full` when that cannot be written down.
   */
  endSession(cookie: string): Promise<void>;
  /** Name of the cookie, different for each data directory: browsers send the cookies of all ports of a host to each. */
  readonly cookieName: string;
  /** False while nobody can be found out, because what is stored of tokens is damaged: everything else here then throws `access_unusable`. */
  readonly isReadable: boolean;
  /** True when there is a token that is neither revoked nor expired. @throws {RunnerError} `data_unusable`, with all that is known. */
  hasToken(): boolean;
}

/** Who may do what on a server. */
export interface Access {
  readonly identities: Identities;
  /** Keeps what is made anew at a start, such as the key that signs sessions, for the next one. */
  prepare(): Promise<void>;
}

/** The access files of a data directory, as commands use them beside a server. */
export interface AccessFiles {
  /** Makes the directory when it is not there. */
  prepare(): void;
  readonly tokens: Tokens;
  readonly audit: Audit;
}

/** Opens them; makes nothing. */
export type OpenAccessFiles = (data: string) => Promise<AccessFiles>;
