import type { Diagnostic } from '@flowmason/pipeline-schema';

/**
 * A command cannot do what it was asked to: bad usage, an unreadable file, a document with errors. Ends with exit code 2,
 * without a stack trace. `message` says what, where and how to fix it.
 */
export class CliError extends Error {
  override readonly name = 'CliError';
  /** Stable name of the cause for `--json`. */
  readonly code: string;
  /** Findings on the document `source`, shown with their places. */
  readonly diagnostics: readonly Diagnostic[];
  readonly source: SourceFile | undefined;

  constructor(
    code: string,
    message: string,
    options: {
      readonly diagnostics?: readonly Diagnostic[];
      readonly source?: SourceFile;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.diagnostics = options.diagnostics ?? [];
    this.source = options.source;
  }
}

/** A file as the user named it, with its text. */
export type SourceFile = { readonly name: string; readonly text: string };
