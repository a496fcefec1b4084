import type { RunConcurrency, RunId } from '@flowmason/pipeline-schema';
import { RunnerError } from '../../runner-error.ts';

/** @throws {RunnerError} `overloaded`, always. */
export function refuseOverload(): never {
  throw new RunnerError(
    'overloaded',
    'Too many runs are open, so nothing was started. Those that were accepted go on; try again in some seconds.',
  );
}

/** The policy is `reject`. @throws {RunnerError} `concurrency_conflict`, always. */
export function refuseTurn({ key }: RunConcurrency, holder: RunId): never {
  throw new RunnerError(
    'concurrency_conflict',
    `The run ${holder} has the turn for "${key}", and the concurrency policy of this pipeline is "reject", so nothing was started. Start it again when that run has ended, or cancel that one.`,
  );
}

/** A process that works on its own run alone would wait for ever. @throws {RunnerError} `concurrency_conflict`, always. */
export function refuseTurnOfNobody({ key }: RunConcurrency, holder: RunId): never {
  throw new RunnerError(
    'concurrency_conflict',
    `The run ${holder} has the turn for "${key}", and no server works on it, so nothing was started. Let it go on with "fm serve" or "fm resume ${holder}", or end it with "fm cancel ${holder}".`,
  );
}

/** Another process has the data directory, and sees to the turns. @throws {RunnerError} `concurrency_conflict`, always. */
export function refuseTurnElsewhere(owner: string): never {
  throw new RunnerError(
    'concurrency_conflict',
    `Runs of this pipeline take turns with others (settings.concurrency), and ${owner} sees to the turns of this data directory, so nothing was started. Run it there with --server URL, or when that one has ended.`,
  );
}

/** @throws {RunnerError} `concurrency_conflict`, always: `reason` says what the run waits for. */
export function refuseToHurry(runId: RunId, reason: string): never {
  throw new RunnerError(
    'concurrency_conflict',
    `${reason} A server starts the run ${runId} by itself when its turn comes.`,
  );
}

/** Why a run is recorded as cancelled that has not started. */
export function skipReason({ key }: RunConcurrency, holder: RunId): string {
  return `Skipped: the run ${holder} has the turn for "${key}", and the concurrency policy of this pipeline is "skip".`;
}

/** Why a run is cancelled when another one takes its turn. */
export function replaceReason(by: RunId): string {
  return `Replaced by the run ${by} of the same concurrency key.`;
}
