import type { RunnerDoors } from '../../runner.ts';
import type { CliIo } from '../cli-io.ts';
import type { FindOptions } from '../find-runs.ts';
import { toRunId } from '../run-id-argument.ts';
import { stayWithRun } from '../stay-with-run.ts';
import { workOnRun } from '../work-on-run.ts';

export type ResumeOptions = FindOptions & { readonly json?: boolean };

/**
 * Takes an open run up and stays until it has ended, or waits for a person: on the server that has the data directory, or
 * in this process. The exit code tells how it ended.
 */
export async function resume(
  reference: string,
  options: ResumeOptions,
  io: CliIo,
  doors: RunnerDoors,
): Promise<number> {
  const runId = toRunId(reference);
  return workOnRun(runId, options, { io, doors, command: 'fm resume' }, async (runs) => {
    await runs.resume(runId);
    return stayWithRun(runId, { runs, io, json: options.json === true });
  });
}
