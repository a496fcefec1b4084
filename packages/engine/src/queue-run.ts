import type { NewRunEvent, Pipeline, RunId } from '@flowmason/pipeline-schema';
import { RunDriver } from './advance.ts';
import type { CancelOptions } from './child-run.ts';
import type { Component } from './component.ts';
import { EngineError } from './errors.ts';
import { foldEvent } from './fold-event.ts';
import { maskEvent } from './mask-event.ts';
import { planPipeline } from './plan.ts';
import type { RunPorts, RunRequest } from './ports.ts';
import { pinnedOf, queuedFact } from './queued-fact.ts';
import { newRunState, type RunState } from './state.ts';

/**
 * Records a run that is to start later: `resumeRun` starts it. `request` is as for `startRun`. Resolves when the run is
 * durably known; nothing of it stays in memory.
 */
export async function queueRun(
  request: RunRequest,
  { journal, gate, secrets }: Pick<RunPorts, 'journal' | 'gate' | 'secrets'>,
): Promise<void> {
  const at = new Date(gate.clock.now()).toISOString();
  const queued = { ...queuedFact(request), at, t: 0 } as NewRunEvent; // a Fact plus the two keys that it lacks
  await journal.append(request.runId, 0, [maskEvent(queued, secrets)], pinnedOf(request));
}

/** Records a run that will not start: as one append, so that it is never seen as anything but cancelled. */
export async function recordCancelledRun(
  { reason, ...request }: RunRequest & { readonly reason: string },
  ports: RunPorts,
  components: ReadonlyMap<string, Component>,
): Promise<void> {
  const driver = driverOf(newRunState(planPipeline(request.pipeline, components), request.runId), ports);
  driver.record(queuedFact(request));
  driver.pin(pinnedOf(request));
  await cancel(driver, reason);
}

/**
 * Ends a queued run as cancelled, with one append and without having started it.
 * @throws {EngineError} `run_unknown`, or `journal_conflict` when it has been started meanwhile.
 */
export async function cancelQueuedRun(
  { runId, pipeline, reason, by }: CancelledRun,
  ports: RunPorts,
  components: ReadonlyMap<string, Component>,
): Promise<void> {
  const state = newRunState(planPipeline(pipeline, components), runId);
  const events = await ports.journal.read(runId);
  if (events.length === 0) throw new EngineError('run_unknown', `there is no run ${runId} to cancel`);
  for (const event of events) foldEvent(state, event);
  if (state.status !== 'queued') throw new EngineError('journal_conflict', `run ${runId} has started`);
  await cancel(driverOf(state, ports), reason, by);
}

export interface CancelledRun extends Pick<CancelOptions, 'by'> {
  readonly runId: RunId;
  readonly pipeline: Pipeline;
  readonly reason: string;
}

function driverOf(state: RunState, ports: RunPorts): RunDriver {
  return new RunDriver(state, ports, () => {
    throw new Error(`run ${state.runId} was cancelled before it started, and starts a child`);
  });
}

/** What was asked for before the first turn is part of it. */
async function cancel(driver: RunDriver, reason: string, by?: string): Promise<void> {
  driver.cancel(reason, { ...(by !== undefined && { by }) });
  driver.start();
  await driver.finished;
}
