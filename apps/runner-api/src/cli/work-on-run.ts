import { resolve } from 'node:path';
import type { RunId } from '@flowmason/pipeline-schema';
import type { RunnerDoors, RunService } from '../runner.ts';
import { RunnerError } from '../runner-error.ts';
import { auditRuns } from './audited-runs.ts';
import type { CliIo } from './cli-io.ts';
import { dataOf } from './data-option.ts';
import { type FindOptions, findRun } from './find-runs.ts';
import { createRemoteRuns } from './remote-runs.ts';

export interface WorkParts {
  readonly io: CliIo;
  readonly doors: RunnerDoors;
  /** Such as `fm resume`: what others are told of the owner of the data directory. */
  readonly command: string;
}

/**
 * Gives `work` the runs of the server that was named, or that works on the run. While there is none, those of the data
 * directory, which this process then owns until `work` has ended. What is done to a run is in the audit log either way.
 * @throws {RunnerError} `run_not_found`, before anything is made in a directory that does not have the run;
 * `data_in_use` while a process works on it that has no address.
 */
export async function workOnRun<Result>(
  runId: RunId,
  options: FindOptions,
  { io, doors, command }: WorkParts,
  work: (runs: RunService, place: 'server' | 'here') => Promise<Result>,
): Promise<Result> {
  const server = await findServer(runId, options, { io, doors });
  if (server !== undefined) return work(createRemoteRuns(server, io.env), 'server');
  const workspace = resolve(io.cwd, options.workspace);
  const runner = await doors.open({
    workspace,
    data: dataOf(options, io),
    command: `${command} ${runId}`,
    onlyHere: true,
  });
  try {
    return await work(auditRuns(runner.runs, runner.audit), 'here');
  } finally {
    await runner.close();
  }
}

/** The server that works on the run; undefined while none has the directory. */
async function findServer(
  runId: RunId,
  options: FindOptions,
  { io, doors }: Pick<WorkParts, 'io' | 'doors'>,
): Promise<string | undefined> {
  const found = await findRun(runId, options, io, doors);
  try {
    const worker = found.workerOf(runId);
    if (worker === undefined) return found.server;
    throw new RunnerError(
      'data_in_use',
      `${runId} is worked on by "${worker.command}" (process ${worker.pid}); stop it there: Ctrl+C or "kill -INT ${worker.pid}" cancels it.`,
    );
  } finally {
    found.close();
  }
}
