import { resolve } from 'node:path';
import { type AuditedAct, LOCAL_CALLER } from '../../audit.ts';
import type { RunnerDoors } from '../../runner.ts';
import type { CliIo } from '../cli-io.ts';
import { type DataOptions, dataOf } from '../data-option.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';

export type PruneOptions = DataOptions & { readonly olderThan: number; readonly json?: boolean };

/** Removes old runs of a data directory that nobody has. */
export async function prune(options: PruneOptions, io: CliIo, { open }: RunnerDoors): Promise<number> {
  const workspace = resolve(io.cwd, options.workspace);
  const data = dataOf(options, io);
  const runner = await open({ workspace, data, command: 'fm prune', onlyHere: true });
  try {
    const act: AuditedAct = { action: 'data.prune', target: data };
    const removed = await runner.audit.record(LOCAL_CALLER, act, async (tell) => {
      const count = await runner.prune(options.olderThan);
      tell({ detail: `${count} runs that ended more than ${options.olderThan} days ago` });
      return count;
    });
    if (options.json) writeJson(io.stdout, { removed });
    else io.stdout.write(`Removed ${removed} runs that ended more than ${options.olderThan} days ago.\n`);
    return EXIT.ok;
  } finally {
    await runner.close();
  }
}
