import type { AuditAction, AuditLine, AuditPage, Role } from '@flowmason/pipeline-schema';

/** Who asks for something. */
export interface Caller {
  /** Name of the token, or `local` for a person at this machine. */
  readonly name: string;
  readonly role: Role;
  /** Where the request came from and which one it was; absent for a command. */
  readonly address?: string;
  readonly requestId?: string;
}

/** The person who runs a command at this machine, or asks over loopback where no token is needed. */
export const LOCAL_CALLER: Caller = { name: 'local', role: 'admin' };

/** An act that is about to be done. */
export interface AuditedAct extends AuditDetails {
  readonly action: AuditAction;
  /** Id of the run or the pipeline, name of the secret or token. Never a value. */
  readonly target: string;
}

/** What is known of an act beside who did what to what; `target` replaces the one that was given first. */
export type AuditDetails = Partial<Pick<AuditLine, 'target' | 'before' | 'after' | 'definition' | 'detail'>>;

/** Adds to what the line will say, as soon as the act knows it. */
export type TellAudit = (more: AuditDetails) => void;

/** Who has done what: appended once, never changed. */
export interface Audit {
  /**
   * Records that `act` begins, does it and records its outcome; gives back what it gives, or throws what it throws.
   * @throws {RunnerError} `audit_failed` before anything is done when the log cannot be written to. When only the outcome
   * of an act that is done cannot be written, the act still counts: its first line is there.
   */
  record<Result>(caller: Caller, act: AuditedAct, perform: (tell: TellAudit) => Promise<Result>): Promise<Result>;
  /** Records what the server itself has decided, such as a refusal. Never throws: a failure shows in the server's log. */
  note(line: Omit<AuditLine, 'at'>): void;
  /**
   * Lines, newest first: at most `limit`, those before `cursor`.
   * @throws {RunnerError} `request_invalid` for a cursor of which nothing is known.
   */
  page(query: { readonly limit: number; readonly cursor?: string | undefined }): Promise<AuditPage>;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}
