import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { writeIndentedJson } from '../json-output.ts';
import { createRemoteRuns } from '../remote-runs.ts';
import { toRunId } from '../run-id-argument.ts';

export type CancelOptions = { readonly server: string; readonly reason?: string; readonly json?: boolean };

/** Asks a server to end a run; finally blocks still run there. */
export async function cancel(reference: string, options: CancelOptions, io: CliIo): Promise<number> {
  const runId = toRunId(reference);
  const run = await createRemoteRuns(options.server).cancel(runId, options.reason ?? 'cancelled on the command line');
  if (options.json) writeIndentedJson(io.stdout, run);
  else
    io.stdout.write(
      `${run.id} is being cancelled; finally blocks still run. "fm logs ${run.id} --follow" shows them.\n`,
    );
  return EXIT.ok;
}
