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

process.exitCode = await runCli(process.argv.slice(2), openRunner, io);

function writeLog(level: 'info' | 'error', message: string, error?: unknown): void {
  const detail = error instanceof Error ? ` ${error.stack ?? error.message}` : error === undefined ? '' : ` ${error}`;
  io.stderr.write(`${new Date().toISOString()} ${level} ${message}${detail}\n`);
}
