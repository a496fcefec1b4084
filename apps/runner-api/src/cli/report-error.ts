import type { Diagnostic } from '@flowmason/pipeline-schema';
import { maskOrHide } from '../mask-or-hide.ts';
import { createPalette } from '../terminal/palette.ts';
import { toPlainText } from '../terminal/plain-text.ts';
import { CliError } from './cli-error.ts';
import type { CliIo } from './cli-io.ts';
import { diagnosticText } from './diagnostic-text.ts';
import { EXIT } from './exit-codes.ts';
import { writeJson } from './json-output.ts';

/**
 * Tells the user why a command could not do its work and gives the exit code. For `--json` the same stands on standard
 * output as `{"error": {code, message, diagnostics?}}`. What nobody expected is a bug: it is shown with its stack.
 */
export function reportError(
  error: unknown,
  io: CliIo,
  { json, maskText = (text) => text }: { readonly json: boolean; readonly maskText?: (text: string) => string },
): number {
  const known = toKnown(error);
  if (!known) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    io.stderr.write(
      `fm: this is a mistake of ours; please report it with what follows.\n${toPlainText(maskOrHide(detail, maskText))}\n`,
    );
    return EXIT.failed;
  }
  const { code, diagnostics, source } = known;
  const message = maskOrHide(known.message, maskText);
  const palette = createPalette(io.stderr, io.env);
  for (const diagnostic of diagnostics) {
    io.stderr.write(`${diagnosticText(diagnostic, source ?? { name: 'document', text: '' }, palette)}\n`);
  }
  io.stderr.write(`${palette.red('fm:')} ${toPlainText(message)}\n`);
  if (json) {
    writeJson(io.stdout, { error: { code, message, ...(diagnostics.length > 0 && { diagnostics }) } });
  }
  return EXIT.invalid;
}

type KnownError = Pick<CliError, 'code' | 'message' | 'diagnostics' | 'source'>;

function toKnown(error: unknown): KnownError | undefined {
  if (error instanceof CliError) return error;
  if (isMissingInNode(error))
    return { code: 'node_too_old', message: NODE_TOO_OLD, diagnostics: [], source: undefined };
  // By its shape, not by its class: most commands never load what throws it.
  if (!(error instanceof Error) || error.name !== 'RunnerError' || !('code' in error)) return undefined;
  const diagnostics = 'diagnostics' in error && Array.isArray(error.diagnostics) ? error.diagnostics : [];
  return {
    code: String(error.code),
    message: error.message,
    diagnostics: diagnostics as readonly Diagnostic[], // of a RunnerError
    source: undefined,
  };
}

/** Older versions can check documents, and have no SQLite. */
const NODE_TOO_OLD = `This needs Node.js 24 or later, and runs on ${process.versions.node}. Start it with "pnpm fm", which brings its own, or install a newer Node.js.`;

function isMissingInNode(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_UNKNOWN_BUILTIN_MODULE';
}
