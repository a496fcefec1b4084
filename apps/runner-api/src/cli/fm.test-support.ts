import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { RunnerDoors } from '../runner.ts';
import { createMemoryIo, type MemoryIoOptions } from './memory-io.test-support.ts';
import { runCli } from './run-cli.ts';

export type FmResult = { readonly code: number; readonly stdout: string; readonly stderr: string };

/** Runs `fm` with these words in-process. A command that opens a runner without being given one fails the test. */
export async function fm(
  argv: readonly string[],
  options: MemoryIoOptions & Partial<RunnerDoors> = {},
): Promise<FmResult> {
  const memory = createMemoryIo(options);
  const code = await runCli(argv, doorsWith(options), memory.io);
  return { code, stdout: memory.stdout(), stderr: memory.stderr() };
}

/** Doors of which only those that are given may be opened. */
export function doorsWith(doors: Partial<RunnerDoors>): RunnerDoors {
  const { open = refuseToOpen, openHistory = async () => undefined } = doors;
  const { backups = refuseToOpen, openAccess = refuseToOpen, openSecrets = refuseToOpen } = doors;
  return { open, openHistory, backups, openAccess, openSecrets };
}

/** A directory with these files, gone after the test. */
export function directoryWith(files: Readonly<Record<string, unknown>>): string {
  const root = mkdtempSync(join(tmpdir(), 'fm-test-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }
  return root;
}

/** A document of one stage that has no problem. */
export const GOOD_DOCUMENT = {
  name: 'greet',
  version: '1.0.0',
  stages: [{ id: 'say', component: 'logger', config: { message: 'hello' } }],
};

async function refuseToOpen(): Promise<never> {
  throw new Error('this command must not open a runner');
}

/** Address of a service that takes requests and never answers; gone after the test. */
export async function silentService(): Promise<string> {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return `http://127.0.0.1:${address.port}`;
}
