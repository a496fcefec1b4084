import type { RunnerDoors } from '../../runner.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { type FindOptions, findServer } from '../find-runs.ts';
import { writeIndentedJson } from '../json-output.ts';
import { createRemoteRuns } from '../remote-runs.ts';
import { toRunId } from '../run-id-argument.ts';

export type CancelOptions = FindOptions & { readonly reason?: string; readonly json?: boolean };

/** Asks a server to end a run; finally blocks still run there. */
export async function cancel(
  reference: string,
  options: CancelOptions,
  io: CliIo,
  doors: RunnerDoors,
): Promise<number> {
  const runId = toRunId(reference);
  const server = await findServer(options, io, doors);
  const run = await createRemoteRuns(server).cancel(runId, options.reason ?? 'cancelled on the command line');
  if (options.json) writeIndentedJson(io.stdout, run);
  else
    io.stdout.write(
      `${run.id} is being cancelled; finally blocks still run. "fm logs ${run.id} --follow" shows them.\n`,
    );
  return EXIT.ok;
}
