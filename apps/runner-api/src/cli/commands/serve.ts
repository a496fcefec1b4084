import { resolve } from 'node:path';
import type { OpenRunner } from '../../runner.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';

export type ServeOptions = {
  readonly port: number;
  readonly host: string;
  readonly workspace: string;
  /** Opens the editor in the browser. */
  readonly open?: boolean;
  readonly json?: boolean;
};

/** Serves editor and API until Ctrl+C; a second one does not wait for what is still open. */
export async function serve(options: ServeOptions, io: CliIo, open: OpenRunner): Promise<number> {
  const workspace = resolve(io.cwd, options.workspace);
  const interrupted = untilInterrupted(io);
  const runner = await open({ workspace });
  try {
    const server = await runner.serve({ host: options.host, port: options.port });
    if (options.json) writeJson(io.stdout, { url: server.url, workspace });
    else {
      io.stdout.write(`FlowMason is at ${server.url}\n`);
      io.stderr.write(`Pipelines are read from ${workspace}. Ctrl+C stops the server.\n`);
    }
    if (options.open && !(await io.openBrowser(server.url))) {
      io.stderr.write(`No browser could be opened; go to ${server.url} yourself.\n`);
    }
    await interrupted;
    await server.close();
    return EXIT.ok;
  } finally {
    await runner.close();
  }
}

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
