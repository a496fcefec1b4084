import { resolve } from 'node:path';
import type { RunnerDoors, RunService } from '../../runner.ts';
import type { CliIo } from '../cli-io.ts';
import { dataOf } from '../data-option.ts';
import { exitCodeOf } from '../exit-codes.ts';
import type { FindOptions } from '../find-runs.ts';
import { writeIndentedJson } from '../json-output.ts';
import { createRemoteRuns } from '../remote-runs.ts';
import { toRunId } from '../run-id-argument.ts';
import { createLineView, createLiveView } from '../run-view.ts';
import { watchRun } from '../watch-run.ts';

export type ResumeOptions = FindOptions & { readonly json?: boolean };

/**
 * Takes an open run up and stays until it has ended: on the server that has the data directory, or in this process. The
 * exit code tells how it ended.
 */
export async function resume(
  reference: string,
  options: ResumeOptions,
  io: CliIo,
  doors: RunnerDoors,
): Promise<number> {
  const runId = toRunId(reference);
  const server = options.server || (await ownerOf(options, io, doors));
  if (server !== undefined) return go(createRemoteRuns(server));
  const workspace = resolve(io.cwd, options.workspace);
  const command = `fm resume ${runId}`;
  const runner = await doors.open({ workspace, data: dataOf(options, io), command, onlyHere: true });
  try {
    return await go(runner.runs);
  } finally {
    await runner.close();
  }

  async function go(runs: RunService): Promise<number> {
    await runs.resume(runId);
    const view =
      io.stderr.isTty && io.env['TERM'] !== 'dumb'
        ? createLiveView(io, new Map())
        : createLineView(io, { quiet: options.json === true });
    const run = await watchRun(runId, { runs, view, io });
    if (options.json) writeIndentedJson(io.stdout, run);
    else if (run.output !== null) writeIndentedJson(io.stdout, run.output);
    return exitCodeOf(run.status);
  }
}

/** Address of the server that has the directory and answers. */
async function ownerOf(options: ResumeOptions, io: CliIo, { openHistory }: RunnerDoors): Promise<string | undefined> {
  const history = await openHistory(dataOf(options, io));
  history?.close();
  return history?.ownerUrl;
}
