import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ROOT = join(import.meta.dirname, '../..');

/** The built product, serving a workspace of its own that holds the reference pipelines. */
export type RunningServer = {
  readonly url: string;
  /** Folder of pipelines, inputs and profiles; its files may be added to and changed. */
  readonly workspace: string;
  readonly stop: () => Promise<void>;
  /** Ends it as a loss of power does; harmless when it has ended. The workspace stays. */
  readonly kill: () => Promise<void>;
};

export interface ServerOptions {
  /** Default: one that is free. */
  readonly port?: number;
  /** Default: a new one with the reference pipelines, which goes with the server. */
  readonly workspace?: string;
  /** Beside the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `fm serve` and resolves when it has printed its address. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const workspace = options.workspace ?? makeWorkspace();
  const port = options.port ?? (await freePort());
  const child = spawn(
    process.execPath,
    [join(ROOT, 'apps/runner-api/bin/fm.js'), 'serve', '--port', String(port), '--workspace', workspace],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } },
  );
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        if (line.includes(`:${port}`)) resolve();
      });
    }
    child.once('exit', (code) => reject(new Error(`the server ended with exit code ${code}:\n${said.join('\n')}`)));
  });
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
  return {
    url: `http://127.0.0.1:${port}`,
    workspace,
    kill: () => end('SIGKILL'),
    stop: async () => {
      await end('SIGTERM');
      if (options.workspace === undefined) rmSync(workspace, { recursive: true, force: true });
    },
  };
}

function makeWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'flowmason-journey-'));
  for (const part of ['pipelines', 'inputs']) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  return folder;
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('the probe for a free port has no port');
  probe.close();
  await once(probe, 'close');
  return address.port;
}
