import type { RunEvent } from '@flowmason/pipeline-schema';
import { eventLine } from '../../terminal/event-line.ts';
import type { CliIo } from '../cli-io.ts';
import { EXIT } from '../exit-codes.ts';
import { writeJson } from '../json-output.ts';
import { readEventsSoFar } from '../read-events-so-far.ts';
import { createRemoteRuns } from '../remote-runs.ts';
import { toRunId } from '../run-id-argument.ts';

export type LogsOptions = { readonly server: string; readonly follow?: boolean; readonly json?: boolean };

/** Writes the journal of a run as lines for people, or as NDJSON; with `follow` until the run has ended or Ctrl+C. */
export async function logs(reference: string, { server, follow, json }: LogsOptions, io: CliIo): Promise<number> {
  const runId = toRunId(reference);
  const runs = createRemoteRuns(server);
  const write = (event: RunEvent) => {
    const line = json ? undefined : eventLine(event);
    if (json) writeJson(io.stdout, event);
    else if (line !== undefined) io.stdout.write(`${line}\n`);
  };
  if (!follow) {
    for (const event of await readEventsSoFar(runs, runId)) write(event);
    return EXIT.ok;
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
  return EXIT.ok;
}
