import type { Run, RunEvent, RunId } from '@flowmason/pipeline-schema';
import type { RunService } from '../runner.ts';
import type { CliIo } from './cli-io.ts';
import { EXIT } from './exit-codes.ts';
import type { RunView } from './run-view.ts';

export type WatchParts = {
  readonly runs: RunService;
  readonly view: RunView;
  readonly io: CliIo;
  /** Told of each event as it happens. */
  readonly onEvent?: (event: RunEvent) => void;
  /** Whether there is nothing more to see of a run that waits, although it has not ended. */
  readonly isOver?: (run: Run) => boolean;
};

/**
 * Follows a run to its end, or until it is over in another way. The first Ctrl+C cancels it, so that finally blocks still run; the second ends the process.
 */
export async function watchRun(runId: RunId, { runs, view, io, onEvent, isOver }: WatchParts): Promise<Run> {
  const abort = new AbortController();
  let interrupts = 0;
  const stopListening = io.onInterrupt(() => {
    interrupts += 1;
    if (interrupts > 1) {
      view.close();
      io.exit(EXIT.cancelled);
      return;
    }
    view.say('Cancelling: finally blocks still run. Press Ctrl+C again to stop at once.');
    runs.cancel(runId, 'interrupted on the command line').catch((error: unknown) => {
      view.say(`The run could not be cancelled: ${error instanceof Error ? error.message : String(error)}`);
    });
  });
  try {
    for await (const event of runs.follow(runId, 0, abort.signal)) {
      view.add(event);
      onEvent?.(event);
      // Only the state as it is now counts: what is read here may be long ago.
      if (isOver && event.type === 'run.waiting' && isOver(await runs.get(runId))) break;
    }
    const run = await runs.get(runId);
    view.finish(run);
    return run;
  } finally {
    stopListening();
    abort.abort();
    view.close();
  }
}
