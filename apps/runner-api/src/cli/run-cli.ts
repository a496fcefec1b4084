import { CommanderError } from 'commander';
import type { RunnerDoors } from '../runner.ts';
import type { CliIo } from './cli-io.ts';
import { EXIT } from './exit-codes.ts';
import { writeJson } from './json-output.ts';
import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

/**
 * Runs one command line; `argv` are the words after `fm`. Resolves with the exit code (`docs/exit-codes.md`) and has then
 * written everything. Never rejects. `doors` are opened only by commands that need runs.
 */
export async function runCli(argv: readonly string[], doors: RunnerDoors, io: CliIo): Promise<number> {
  const json = argv.includes('--json');
  let maskText = (text: string): string => text;
  const open: RunnerDoors['open'] = async (options) => {
    const runner = await doors.open(options);
    maskText = runner.maskText;
    return runner;
  };
  try {
    let code: number = EXIT.ok;
    const onExit = (exit: number) => {
      code = exit;
    };
    await createProgram({ io, doors: { ...doors, open }, onExit }).parseAsync(withOptionalValuesBound(argv), {
      from: 'user',
    });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return endOfParsing(error, io, { argv, json });
    return reportError(error, io, { json, maskText });
  }
}

/**
 * `--sandbox FILE` must not take FILE for a situation, so the option only takes what is bound to it with `=`. An empty
 * value stands for none.
 */
function withOptionalValuesBound(argv: readonly string[]): string[] {
  const end = argv.indexOf('--');
  return argv.map((word, index) => (word === '--sandbox' && (end === -1 || index < end) ? '--sandbox=' : word));
}

/** Commander has written its message already; help and version are no errors. */
function endOfParsing(
  error: CommanderError,
  io: CliIo,
  { argv, json }: { argv: readonly string[]; json: boolean },
): number {
  if (error.exitCode === 0) return EXIT.ok;
  if (error.code === 'commander.excessArguments' && argv.includes('--sandbox')) {
    io.stderr.write('A situation follows --sandbox with "=", such as --sandbox=production-sick.\n');
  }
  if (json) writeJson(io.stdout, { error: { code: 'usage', message: error.message.replace(/^error: /, '') } });
  return EXIT.invalid;
}
