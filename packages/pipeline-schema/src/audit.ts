import { z } from 'zod';
import { Role } from './access.ts';

/** What is written into the audit log. */
export const AUDIT_ACTIONS = [
  'pipeline.create',
  'pipeline.update',
  'pipeline.delete',
  'run.start',
  'run.cancel',
  'run.resume',
  'run.resolve',
  'secret.set',
  'secret.remove',
  'secret.rotate',
  'token.create',
  'token.revoke',
  'data.prune',
  'data.backup',
  'data.restore',
  'session.open',
  'session.refuse',
  'session.close',
  'access.denied',
] as const;
export const AuditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof AuditAction>;

/** One line of the audit log: who did what to what, and how it came out. Never holds a value that was written. */
export const AuditLine = z.object({
  at: z.iso.datetime(),
  /** Name of the token, `local` for a person at this machine, `unknown` for a caller who could not say who it is. */
  actor: z.string(),
  /** Null for a caller who could not say who it is. */
  role: Role.nullable(),
  action: AuditAction,
  /** What it was done to: id of the run or the pipeline, name of the secret or token, path of a copy of the data, method and path of what was denied. */
  target: z.string(),
  /**
   * `done`, or the code of the problem that it was refused with. `begun` for an act of which no more is known: it is under way, or
   * the process ended before it was over.
   */
  outcome: z.string(),
  /** SHA-256 (hex) of the text before and after an edit; null where there was none. */
  before: z.string().nullable().optional(),
  after: z.string().nullable().optional(),
  /** SHA-256 (hex) of the definition that a run was started with. */
  definition: z.string().optional(),
  /**
   * More about the act, for people: `STAGE: done|failed|retry` for a stage that was resolved, `at once` for such a cancel, `new` or
   * `replaced` for a secret, the role of a new token, how many runs were removed or copied.
   */
  detail: z.string().optional(),
  /** Network address of the caller; absent for a command. */
  address: z.string().optional(),
  /** The header `X-Request-Id` of the answer; absent for a command. */
  request_id: z.string().optional(),
});
export type AuditLine = z.infer<typeof AuditLine>;

/** A line of the file that is none of the audit log's: cut off by a crash, damaged, or written by somebody else. */
export const UnreadableAuditLine = z.object({
  /** What stands there, secrets masked, at most 1,000 characters. */
  unreadable: z.string(),
});
export type UnreadableAuditLine = z.infer<typeof UnreadableAuditLine>;

/** One page of `GET /audit`, newest first; `next_cursor` is null on the last page. */
export const AuditPage = z.object({
  items: z.array(z.union([AuditLine, UnreadableAuditLine])),
  next_cursor: z.string().nullable(),
});
export type AuditPage = z.infer<typeof AuditPage>;
