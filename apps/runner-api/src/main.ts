import { fileURLToPath } from 'node:url';
import { processIo } from './cli/process-io.ts';
import { runCli } from './cli/run-cli.ts';
import type { OpenRunner } from './runner.ts';

const EDITOR_FOLDER = fileURLToPath(new URL('../../editor/dist', import.meta.url)); // from src/ and from dist/ alike

const io = processIo(process);

/** Loaded when a command first needs it: checking a document must not wait for a server. */
const openRunner: OpenRunner = async ({ workspace }) => {
  const { createRunner } = await import('./composition/create-runner.ts');
  return createRunner({ workspace, env: io.env, editorFolder: EDITOR_FOLDER, log: writeLog });
};

/** How long what a command has left open may take to end, in ms. */
const GRACE_MS = 500;

process.exitCode = await runCli(process.argv.slice(2), openRunner, io);
// A run that a stopped server leaves behind would wait for its timers; the process ends without it.
setTimeout(() => process.exit(), GRACE_MS).unref();

function writeLog(level: 'info' | 'error', message: string, error?: unknown): void {
  const detail = error instanceof Error ? ` ${error.stack ?? error.message}` : error === undefined ? '' : ` ${error}`;
  io.stderr.write(`${new Date().toISOString()} ${level} ${message}${detail}\n`);
}
