import type { RunnerDoors } from '../../runner.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { type FindOptions, findServer } from '../find-runs.ts';
import { writeIndentedJson } from '../json-output.ts';
import { createRemoteRuns } from '../remote-runs.ts';
import { toRunId } from '../run-id-argument.ts';

export type CancelOptions = FindOptions & {
  readonly reason?: string;
  readonly force?: boolean;
  readonly json?: boolean;
};

/** Asks a server to end a run; finally blocks still run there, unless it is to end at once. */
export async function cancel(
  reference: string,
  options: CancelOptions,
  io: CliIo,
  doors: RunnerDoors,
): Promise<number> {
  const runId = toRunId(reference);
  const server = await findServer(options, io, doors);
  const isForced = options.force === true;
  const reason = options.reason ?? 'cancelled on the command line';
  const run = await createRemoteRuns(server, io.env).cancel(runId, reason, { isForced });
  if (options.json) writeIndentedJson(io.stdout, run);
  else if (isForced)
    io.stdout.write(`${run.id} is ended at once. "fm logs ${run.id}" says which finally stages did not run.\n`);
  else
    io.stdout.write(
      `${run.id} is being cancelled; finally blocks still run. "fm logs ${run.id} --follow" shows them, "fm cancel ${run.id} --force" ends them too.\n`,
    );
  return EXIT.ok;
}
