import type { OpenRunner } from '../runner.ts';
import type { CliIo } from './cli-io.ts';

/**
 * Runs one command line; `argv` are the words after `fm`. Resolves with the exit code (`docs/exit-codes.md`) and has
 * then written everything; the caller exits with it, also when a second Ctrl+C left work behind. `open` is called only
 * by commands that need a runner.
 */
export async function runCli(_argv: readonly string[], _open: OpenRunner, io: CliIo): Promise<number> {
  io.stderr.write('fm: not built yet\n');
  return 2;
}
