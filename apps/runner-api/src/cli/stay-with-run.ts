import type { RunId } from '@flowmason/pipeline-schema';
import type { RunService } from '../runner.ts';
import { waitsForPerson } from '../terminal/decision-command.ts';
import type { CliIo } from './cli-io.ts';
import { exitCodeOf } from './exit-codes.ts';
import { writeIndentedJson } from './json-output.ts';
import { createLineView, createLiveView } from './run-view.ts';
import { watchRun } from './watch-run.ts';

export interface StayOptions {
  readonly runs: RunService;
  readonly io: CliIo;
  readonly json: boolean;
  /** False where nobody has asked for what the run gives. Default true. */
  readonly writesOutput?: boolean;
}

/** Shows a run until it has ended, or waits for a person; writes its output or, for machines, all of it. Gives the exit code. */
export async function stayWithRun(runId: RunId, { runs, io, json, writesOutput = true }: StayOptions): Promise<number> {
  const view =
    io.stderr.isTty && io.env['TERM'] !== 'dumb' ? createLiveView(io, new Map()) : createLineView(io, { quiet: json });
  const run = await watchRun(runId, { runs, view, io, isOver: waitsForPerson });
  if (json) writeIndentedJson(io.stdout, run);
  else if (writesOutput && run.output !== null) writeIndentedJson(io.stdout, run.output);
  return exitCodeOf(run.status);
}
