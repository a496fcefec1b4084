import { resolve } from 'node:path';
import type { RunnerDoors } from '../../runner.ts';
import { accessOptionsOf } from '../access-options.ts';
import type { CliIo } from '../cli-io.ts';
import { type DataOptions, dataOf } from '../data-option.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';

export type ServeOptions = DataOptions & {
  readonly port: number;
  readonly host: string;
  readonly requireToken?: boolean;
  readonly allowedHost?: readonly string[];
  /** For how many days runs are kept after their end; 0 for ever. */
  readonly keepDays: number;
  /** Runs that are worked on at once; more wait. */
  readonly maxRuns: number;
  /** Opens the editor in the browser. */
  readonly open?: boolean;
  readonly json?: boolean;
};

/** How long requests that must not be repeated may take to end when the server is stopped, in ms. */
const STOP_MS = 10_000;

/** Serves editor and API until Ctrl+C; a second one does not wait for what is still open. */
export async function serve(options: ServeOptions, io: CliIo, { open }: RunnerDoors): Promise<number> {
  const workspace = resolve(io.cwd, options.workspace);
  const interrupted = untilInterrupted(io);
  const data = dataOf(options, io);
  const runner = await open({
    workspace,
    data,
    command: 'fm serve',
    onlyHere: true,
    limits: { atWork: options.maxRuns },
  });
  try {
    const server = await runner.serve({
      host: options.host,
      port: options.port,
      keepDays: options.keepDays,
      ...accessOptionsOf(options, io.env),
    });
    if (options.json) writeJson(io.stdout, { url: server.url, workspace, data });
    else {
      io.stdout.write(`FlowMason is at ${server.url}\n`);
      const kept = data === ':memory:' ? 'Runs end with this process' : `Runs are kept in ${data}`;
      // Into a file or a pipe goes the log, whose lines are JSON.
      if (io.stderr.isTty) io.stderr.write(`Pipelines are read from ${workspace}. ${kept}. Ctrl+C stops the server.\n`);
      if (io.stderr.isTty && server.requiresToken) io.stderr.write(TOKEN_NEEDED);
    }
    const { problem, status } = runner.secrets.list();
    if (status === 'locked') {
      io.stderr.write(`${problem} Runs that need a stored secret are refused until then.\n`);
    }
    if (options.open && !(await io.openBrowser(server.url))) {
      io.stderr.write(`No browser could be opened; go to ${server.url} yourself.\n`);
    }
    await interrupted;
    return EXIT.ok;
  } finally {
    await runner.close(AbortSignal.timeout(STOP_MS));
  }
}

const TOKEN_NEEDED =
  'Callers need a token. "fm token create NAME --role operator" makes one, also while the server is up.\n';

function untilInterrupted(io: CliIo): Promise<void> {
  return new Promise((resolve) => {
    let interrupts = 0;
    io.onInterrupt(() => {
      interrupts += 1;
      if (interrupts > 1) io.exit(EXIT.ok);
      else resolve();
    });
  });
}
