import { expect, onTestFinished } from 'vitest';
import { openAccessFiles } from './access/open-access.ts';
import type { OpenAccessFiles } from './access.ts';
import { directoryWith, type FmResult, fm as runFm } from './cli/fm.test-support.ts';
import { createMemoryIo, type MemoryIoOptions } from './cli/memory-io.test-support.ts';
import { runCli } from './cli/run-cli.ts';
import { createRunner } from './composition/create-runner.ts';
import { openHistory } from './composition/open-history.ts';
import { openAuditedSecrets } from './composition/open-secrets.ts';
import { backups } from './journal/backups.ts';
import type { OpenRunner, OpenSecrets } from './runner.ts';

/** The runner that the product has, without the environment of this process. */
export const openRunner: OpenRunner = async (options) =>
  createRunner({
    ...options,
    env: {},
    editorFolder: '/nowhere',
    log: () => undefined,
    onStorageFailure: (error) => {
      throw error;
    },
  });

const openAccess: OpenAccessFiles = async (data) =>
  openAccessFiles(data, (error) => {
    throw error;
  });

/** The secrets that the product has, with keys as `env` says. */
function openSecretsWith(env: MemoryIoOptions['env'] = {}): OpenSecrets {
  return async (data) => openAuditedSecrets(data, env);
}

/** The command line with the runner that the product has. */
export async function fm(argv: readonly string[], options: MemoryIoOptions = {}): Promise<FmResult> {
  const openSecrets = openSecretsWith(options.env);
  return runFm(argv, {
    ...options,
    open: openRunner,
    openHistory,
    backups: async () => backups,
    openAccess,
    openSecrets,
  });
}

export type ServedWorkspace = {
  readonly url: string;
  readonly cwd: string;
  /** Stops it as Ctrl+C does; done after the test otherwise. */
  stop(): Promise<void>;
};

/** `fm serve` in this process, on a workspace with these files, or in `cwd`; `words` go behind the command. */
export async function serveFiles(
  files: Readonly<Record<string, unknown>>,
  cwd: string = directoryWith(files),
  words: readonly string[] = [],
): Promise<ServedWorkspace> {
  const memory = createMemoryIo({ cwd });
  const ended = runCli(
    ['serve', '--port', '0', '--json', ...words],
    { open: openRunner, openHistory, backups: async () => backups, openAccess, openSecrets: openSecretsWith() },
    memory.io,
  );
  const stop = async () => {
    memory.interrupt();
    expect(await ended).toBe(0);
  };
  onTestFinished(stop);
  await memory.untilWritten('"url"');
  return { url: String(JSON.parse(memory.stdout()).url), cwd, stop };
}
