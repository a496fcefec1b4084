import type { Diagnostic } from '@flowmason/pipeline-schema';

/** Why the runner refuses a request. HTTP has one status for each, the command line exits with 2. */
export const RUNNER_ERROR_CODES = [
  'request_invalid',
  'pipeline_invalid',
  'pipeline_not_found',
  'pipeline_ambiguous',
  'pipeline_exists',
  'pipeline_changed',
  'input_invalid',
  'profile_not_found',
  'profile_invalid',
  'situation_not_found',
  'secrets_invalid',
  'secrets_missing',
  'secrets_unusable',
  'secret_not_found',
  'run_not_found',
  'run_finished',
  'stage_not_found',
  'stage_not_waiting',
  'run_held',
  'output_invalid',
  'concurrency_conflict',
  'overloaded',
  'idempotency_mismatch',
  'journal_conflict',
  'port_taken',
  'host_refused',
  'limit_exceeded',
  'server_unreachable',
  'data_in_use',
  'data_unusable',
  'data_exists',
  'file_exists',
  'backup_unusable',
  'storage_full',
  'storage_failed',
  'audit_failed',
  'stopping',
  'access_invalid',
  'access_unusable',
  'token_not_found',
  'unauthenticated',
  'forbidden',
  'too_many_requests',
  'origin_refused',
  'address_too_long',
  'route_not_found',
  'method_refused',
  'media_type_refused',
] as const;
export type RunnerErrorCode = (typeof RUNNER_ERROR_CODES)[number];

/**
 * Something that the caller can act on, told apart by `code`. `message` says what, where and how to fix it, for people,
 * and holds no secret. `diagnostics` are set for `pipeline_invalid`. Anything else that is thrown is a bug.
 */
export class RunnerError extends Error {
  override readonly name = 'RunnerError';
  readonly code: RunnerErrorCode;
  readonly diagnostics: readonly Diagnostic[] | undefined;

  constructor(
    code: RunnerErrorCode,
    message: string,
    options: { readonly diagnostics?: readonly Diagnostic[]; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.diagnostics = options.diagnostics;
  }
}
