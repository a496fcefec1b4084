import { ResolveStage } from '@flowmason/pipeline-schema';
import type { RunnerDoors } from '../../runner.ts';
import { CliError } from '../cli-error.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import type { FindOptions } from '../find-runs.ts';
import { writeIndentedJson } from '../json-output.ts';
import { readJsonArgument } from '../read-json-argument.ts';
import { toRunId } from '../run-id-argument.ts';
import { stayWithRun } from '../stay-with-run.ts';
import { workOnRun } from '../work-on-run.ts';

export type ResolveOptions = FindOptions & {
  readonly as: ResolveStage['as'];
  readonly output?: string;
  readonly note?: string;
  readonly json?: boolean;
};

const SAID: Readonly<Record<ResolveStage['as'], string>> = {
  done: 'counts as done',
  failed: 'counts as failed',
  retry: 'is sent again',
};

/**
 * Says what became of the interrupted request of a stage. A server then goes on with the run; while there is none, this
 * process does, and stays until the run has ended or waits for a person again: the exit code tells how it ended.
 */
export async function resolve(
  reference: string,
  stageKey: string,
  options: ResolveOptions,
  io: CliIo,
  doors: RunnerDoors,
): Promise<number> {
  const runId = toRunId(reference);
  const { as, output, note, json = false } = options;
  if (output !== undefined && as !== 'done') throw new CliError('usage', 'Only --as done takes an --output.');
  const decision = ResolveStage.safeParse({
    as,
    ...(output !== undefined && { output: await readJsonArgument(output, '--output', io) }),
    ...(note !== undefined && { note }),
  });
  if (!decision.success) throw new CliError('usage', '--note takes a text of 1 to 500 characters.');
  return workOnRun(runId, options, { io, doors, command: 'fm resolve' }, async (runs, place) => {
    const run = await runs.resolve(runId, stageKey, { ...decision.data, by: 'local' });
    io.stderr.write(`${stageKey} ${SAID[as]}; ${runId} goes on.\n`);
    if (place === 'here') return stayWithRun(runId, { runs, io, json });
    if (json) writeIndentedJson(io.stdout, run);
    return EXIT.ok;
  });
}
