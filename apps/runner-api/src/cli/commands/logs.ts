import type { RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { RunnerDoors } from '../../runner.ts';
import { eventLine } from '../../terminal/event-line.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { type FindOptions, type FoundRuns, findRun } from '../find-runs.ts';
import { writeJson } from '../json-output.ts';
import { readEventsSoFar } from '../read-events-so-far.ts';
import { toRunId } from '../run-id-argument.ts';

export type LogsOptions = FindOptions & { readonly follow?: boolean; readonly json?: boolean };

/** Writes the journal of a run as lines for people, or as NDJSON; with `follow` until the run has ended or Ctrl+C. */
export async function logs(reference: string, options: LogsOptions, io: CliIo, doors: RunnerDoors): Promise<number> {
  const runId = toRunId(reference);
  const found = await findRun(runId, options, io, doors);
  try {
    await writeEvents(found.runs, runId, options, io);
  } finally {
    found.close();
  }
  return EXIT.ok;
}

async function writeEvents(
  runs: FoundRuns['runs'],
  runId: RunId,
  { follow, json }: LogsOptions,
  io: CliIo,
): Promise<void> {
  const write = (event: RunEvent) => {
    const line = json ? undefined : eventLine(event);
    if (json) writeJson(io.stdout, event);
    else if (line !== undefined) io.stdout.write(`${line}\n`);
  };
  if (!follow) {
    for (const event of await readEventsSoFar(runs, runId)) write(event);
    return;
  }
  const abort = new AbortController();
  const stopListening = io.onInterrupt(() => abort.abort());
  try {
    for await (const event of runs.follow(runId, 0, abort.signal)) {
      write(event);
      if (io.stdout.isGone) break;
    }
  } finally {
    stopListening();
  }
}
