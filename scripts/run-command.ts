import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { delimiter, join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

const MAX_TEST_MS = 120_000;

/** The arguments of vitest. Unit tests judge no time: after `maxMs` (of one test) what hangs is ended. */
export function unitTestArgs({ maxMs = MAX_TEST_MS }: { readonly maxMs?: number } = {}): readonly string[] {
  return [
    'run',
    // Most files are small: to load what they share anew for each would take as long as all the tests.
    '--no-isolate',
    // Else one core of two would stand idle: vitest leaves one to itself, which has little to do.
    `--maxWorkers=${availableParallelism()}`,
    `--testTimeout=${maxMs}`,
    `--hookTimeout=${maxMs}`,
    '--no-color',
  ];
}

type RunOptions = {
  /** Default: the repository's root. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** The environment of every tool: the project's own Node and binaries first on the path. */
export function toolEnv(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const path = [join(ROOT, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter);
  return { ...process.env, PATH: path, ...extra };
}

/** Runs a tool of the project with its output passed through, and resolves with its exit code. */
export function exitCodeOf(command: string, args: readonly string[], options: RunOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const cwd = options.cwd ?? ROOT;
    const child = spawn(command, args, { cwd, env: toolEnv(options.env), stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', (cause) => reject(new Error(`cannot start ${command}`, { cause })));
    child.once('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}

/**
 * Runs a tool of the project with its output passed through.
 * @throws {Error} naming the command when it does not end with exit code 0.
 */
export async function runCommand(command: string, args: readonly string[], options: RunOptions = {}): Promise<void> {
  const code = await exitCodeOf(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with exit code ${code}`);
}
