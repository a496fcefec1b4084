import type { RunnerDoors } from '../../runner.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import type { FindOptions } from '../find-runs.ts';
import { writeIndentedJson } from '../json-output.ts';
import { toRunId } from '../run-id-argument.ts';
import { stayWithRun } from '../stay-with-run.ts';
import { workOnRun } from '../work-on-run.ts';

export type CancelOptions = FindOptions & {
  readonly reason?: string;
  readonly force?: boolean;
  readonly json?: boolean;
};

/**
 * Ends a run; its finally blocks still run, unless it is to end at once. A server that works on it does so by itself. While
 * there is none, this process takes the run to its end; the exit code then tells whether it was cancelled.
 */
export async function cancel(
  reference: string,
  options: CancelOptions,
  io: CliIo,
  doors: RunnerDoors,
): Promise<number> {
  const runId = toRunId(reference);
  const isForced = options.force === true;
  const json = options.json === true;
  const reason = options.reason ?? 'cancelled on the command line';
  return workOnRun(runId, options, { io, doors, command: 'fm cancel' }, async (runs, place) => {
    const run = await runs.cancel(runId, reason, { isForced, by: 'local' });
    if (place === 'here') {
      const code = await stayWithRun(runId, { runs, io, json, writesOutput: false });
      return code === EXIT.cancelled ? EXIT.ok : code;
    }
    if (json) writeIndentedJson(io.stdout, run);
    else if (isForced)
      io.stdout.write(`${run.id} is ended at once. "fm show ${run.id}" says which finally stages did not run.\n`);
    else
      io.stdout.write(
        `${run.id} is being cancelled; finally blocks still run. "fm logs ${run.id} --follow" shows them, "fm cancel ${run.id} --force" ends them too.\n`,
      );
    return EXIT.ok;
  });
}
