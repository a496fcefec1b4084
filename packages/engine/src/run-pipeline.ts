import { foldRun, newRun, type Pipeline, type Run, type RunId } from '@flowmason/pipeline-schema';
import { RunDriver } from './advance.ts';
import type { StartChild } from './child-run.ts';
import type { Component } from './component.ts';
import { definitionHash } from './definition-hash.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import { ComponentError, EngineError } from './errors.ts';
import { foldEvent } from './fold-event.ts';
import { type AttemptEnd, toFailure } from './perform-attempt.ts';
import { planPipeline } from './plan.ts';
import type { RunPorts, RunRequest } from './ports.ts';
import { isUnsafe } from './settle-attempt.ts';
import { type Instance, isContainer, newRunState, type RunState } from './state.ts';

/** A run that is going on in this process. */
export interface RunHandle {
  readonly runId: RunId;
  /** Resolves when the run is durably known: from then on it will come to an end, whatever happens to this process. */
  readonly accepted: Promise<void>;
  /**
   * Resolves with the whole run when it has ended.
   * @throws whatever the journal threw; the run can then be resumed from what was recorded.
   */
  readonly finished: Promise<Run>;
  /** Ends the run as cancelled, after its finally blocks. Does nothing once it has ended. */
  cancel(reason: string): void;
  /**
   * Stops working on the run in this process, so that another one can resume it. What is under way and must not be
   * repeated may come to its end until `limit` aborts; then `finished` rejects with `run_left`.
   */
  leave(limit: AbortSignal): void;
}

/** Starts a run. `request.input` has been checked and the pipeline is valid; both are recorded before anything starts. */
export function startRun(request: RunRequest, ports: RunPorts, components: ReadonlyMap<string, Component>): RunHandle {
  const state = newRunState(planPipeline(request.pipeline, components), request.runId);
  const driver = new RunDriver(state, ports, startChildWith(ports, components));
  const accepted = queueRun(request, driver);
  return handleOf(
    request.runId,
    driver,
    ports,
    accepted,
    accepted.then(() => driver.start()),
  );
}

/**
 * Takes a run up where its journal ends. What is recorded as complete is never executed again; an attempt that was in
 * flight is repeated with the same idempotency key, or ends as INTERRUPTED when that could do harm (`spec.md` §4.6).
 * A run that has ended is given back as it is.
 * @throws {EngineError} `run_unknown` through `accepted` and `finished` when the journal knows no such run.
 */
export function resumeRun(
  runId: RunId,
  pipeline: Pipeline,
  ports: RunPorts,
  components: ReadonlyMap<string, Component>,
): RunHandle {
  const state = newRunState(planPipeline(pipeline, components), runId);
  let driver: RunDriver | undefined;
  let cancelReason: string | undefined;
  let leaving: AbortSignal | undefined;
  const resumed = (async () => {
    const events = await ports.journal.read(runId);
    if (events.length === 0) throw new EngineError('run_unknown', `there is no run ${runId} to resume`);
    for (const event of events) foldEvent(state, event);
    if (state.status === 'finished') return;
    driver = new RunDriver(state, ports, startChildWith(ports, components));
    takeUp(state, driver);
    driver.start();
    if (cancelReason !== undefined) driver.cancel(cancelReason);
    if (leaving) driver.leave(leaving);
  })();
  const finished = (async () => {
    await resumed;
    await driver?.finished;
    return readRun(runId, ports);
  })();
  quiet(finished);
  return {
    runId,
    accepted: resumed,
    finished,
    cancel(reason) {
      cancelReason ??= reason;
      driver?.cancel(reason);
    },
    leave(limit) {
      leaving ??= limit;
      driver?.leave(limit);
    },
  };
}

async function queueRun(request: RunRequest, driver: RunDriver): Promise<void> {
  const { pipeline, input, trigger, by, parent, profile, sandbox, host } = request;
  driver.record({
    type: 'run.queued',
    pipeline: pipeline.name,
    version: pipeline.version,
    definition_hash: definitionHash(pipeline),
    input,
    trigger,
    ...(by !== undefined && { by }),
    stages: pipeline.stages.map(({ id, component }) => ({ id, component })),
    ...(parent && { parent }),
    ...(profile !== undefined && { profile }),
    ...(sandbox !== undefined && { sandbox }),
  });
  await driver.flush({ pipeline, engineVersion: ENGINE_VERSION, ...(host !== undefined && { host }) });
  driver.record({ type: 'run.started' });
}

function handleOf(
  runId: RunId,
  driver: RunDriver,
  ports: RunPorts,
  accepted: Promise<void>,
  started: Promise<void>,
): RunHandle {
  const finished = (async () => {
    await started;
    await driver.finished;
    return readRun(runId, ports);
  })();
  quiet(finished);
  quiet(started);
  return {
    runId,
    accepted,
    finished,
    cancel: (reason) => driver.cancel(reason),
    leave: (limit) => driver.leave(limit),
  };
}

/** Whoever waits for the run hears of its fault; one that nobody waits for is no crash of the process. */
function quiet(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

async function readRun(runId: RunId, { journal }: RunPorts): Promise<Run> {
  return foldRun(newRun(runId), await journal.read(runId));
}

function takeUp(state: RunState, driver: RunDriver): void {
  if (state.status === 'queued') driver.record({ type: 'run.started' });
  for (const instance of state.instances.values()) {
    if (instance.status === 'running' && !isContainer(instance.planned)) takeUpAttempt(instance, driver);
    state.agenda.push(instance);
  }
}

function takeUpAttempt(instance: Instance, driver: RunDriver): void {
  const { on_interrupt } = instance.planned.stage;
  const isRepeated = on_interrupt === undefined ? !isUnsafe(instance) : on_interrupt === 'retry';
  if (isRepeated) driver.restart(instance);
  else driver.settle(instance, interrupted(instance));
}

function interrupted({ planned, attempts }: Instance): AttemptEnd {
  const message =
    'the runner stopped while this request was on its way, so nobody knows whether it arrived. ' +
    'Find out, and start again what is missing. Mark the stage `idempotent` if it may be repeated, or catch INTERRUPTED.';
  const error = toFailure(new ComponentError('INTERRUPTED', message), { stageId: planned.id, attempt: attempts });
  return { type: 'failed', error, wasSent: true };
}

/** Child runs share the journal and everything else; one that exists already is taken up. */
function startChildWith(ports: RunPorts, components: ReadonlyMap<string, Component>): StartChild {
  return (request) => {
    let child: RunHandle | undefined;
    let cancelReason: string | undefined;
    let leaving: AbortSignal | undefined;
    const finished = (async () => {
      const known = await ports.journal.read(request.runId);
      child =
        known.length > 0
          ? resumeRun(request.runId, request.pipeline, ports, components)
          : startRun(request, ports, components);
      if (cancelReason !== undefined) child.cancel(cancelReason);
      if (leaving) child.leave(leaving);
      return child.finished;
    })();
    return {
      finished,
      cancel(reason) {
        cancelReason ??= reason;
        child?.cancel(reason);
      },
      leave(limit) {
        leaving ??= limit;
        child?.leave(limit);
      },
    };
  };
}
