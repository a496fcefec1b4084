import { fileURLToPath } from 'node:url';
import { processIo } from './cli/process-io.ts';
import { runCli } from './cli/run-cli.ts';
import type { Backups, OpenHistory, OpenRunner } from './runner.ts';

const EDITOR_FOLDER = fileURLToPath(new URL('../../editor/dist', import.meta.url)); // from src/ and from dist/ alike

const io = processIo(process);

/** Loaded when a command first needs it: checking a document must not wait for a server. */
const open: OpenRunner = async (options) => {
  const { createRunner } = await import('./composition/create-runner.ts');
  const { env } = io;
  return createRunner({ ...options, env, editorFolder: EDITOR_FOLDER, log: writeLog, onStorageFailure: endWith });
};
const backups = async (): Promise<Backups> => (await import('./journal/backups.ts')).backups;
const openHistory: OpenHistory = async (data) => (await import('./composition/open-history.ts')).openHistory(data);

/** How long what a command has left open may take to end, in ms. */
const GRACE_MS = 500;

process.exitCode = await runCli(process.argv.slice(2), { open, openHistory, backups }, io);
// A run that a stopped server leaves behind would wait for its timers; the process ends without it.
setTimeout(() => process.exit(), GRACE_MS).unref();

/** The disk has failed: what was acknowledged is kept, and nothing more can be. */
function endWith(error: unknown): void {
  writeLog('error', 'the data directory can no longer be written to, so the runner ends', error);
  process.exit(1);
}

function writeLog(level: 'info' | 'error', message: string, error?: unknown): void {
  const detail = error instanceof Error ? ` ${error.stack ?? error.message}` : error === undefined ? '' : ` ${error}`;
  io.stderr.write(`${new Date().toISOString()} ${level} ${message}${detail}\n`);
}
