import { resolve } from 'node:path';
import type { RunnerDoors, RunService } from '../runner.ts';
import { auditRuns } from './audited-runs.ts';
import type { CliIo } from './cli-io.ts';
import { dataOf } from './data-option.ts';
import { type FindOptions, findOwner } from './find-runs.ts';
import { createRemoteRuns } from './remote-runs.ts';

/**
 * Gives `work` the runs of the server that was named or has the data directory. While there is none, those of the
 * directory itself, which this process then owns until `work` has ended; `command` is what others are told of it. What is done
 * to a run is in the audit log either way.
 */
export async function workOnRuns<Result>(
  options: FindOptions,
  { io, doors, command }: { readonly io: CliIo; readonly doors: RunnerDoors; readonly command: string },
  work: (runs: RunService, place: 'server' | 'here') => Promise<Result>,
): Promise<Result> {
  const server = options.server || (await findOwner(options, io, doors));
  if (server !== undefined) return work(createRemoteRuns(server, io.env), 'server');
  const workspace = resolve(io.cwd, options.workspace);
  const runner = await doors.open({ workspace, data: dataOf(options, io), command, onlyHere: true });
  try {
    return await work(auditRuns(runner.runs, runner.audit), 'here');
  } finally {
    await runner.close();
  }
}
