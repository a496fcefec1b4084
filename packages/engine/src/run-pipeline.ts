import { foldRun, newRun, type Pipeline, type Run, type RunId } from '@flowmason/pipeline-schema';
import { RunDriver } from './advance.ts';
import type { CancelOptions, ChildPlace, StartChild } from './child-run.ts';
import type { Component } from './component.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import { EngineError } from './errors.ts';
import { foldEvent } from './fold-event.ts';
import { planPipeline } from './plan.ts';
import type { RunPorts, RunRequest } from './ports.ts';
import { pinnedOf, queuedFact } from './queued-fact.ts';
import type { Fact } from './recorder.ts';
import type { StageDecision } from './stage-decision.ts';
import { newRunState } from './state.ts';
import { takeUp } from './take-up.ts';
import { type TakeUpSite, undecidedKeys } from './undecided.ts';

/** A run that is going on in this process. */
export interface RunHandle {
  readonly runId: RunId;
  /** Resolves when the run is durably known: from then on it will come to an end, whatever happens to this process. */
  readonly accepted: Promise<void>;
  /**
   * Resolves when the run has ended.
   * @throws whatever the journal threw; the run can then be resumed from what was recorded.
   */
  readonly ended: Promise<void>;
  /** The same, with the whole run, which is read from its journal for the first who asks. */
  readonly finished: Promise<Run>;
  /**
   * Ends the run as cancelled, after its finally blocks, or at once when that is forced. Does nothing once it has ended.
   */
  cancel(reason: string, options?: CancelOptions): void;
  /**
   * Decides what became of the interrupted attempt of the stage at `key`. Resolves when the decision is durable; of two
   * that are made at once the first one counts.
   * @throws {EngineError} `stage_unknown`, `stage_not_waiting`, `output_invalid`, `run_finished`, or `run_left`.
   */
  resolve(key: string, decision: StageDecision): Promise<void>;
  /**
   * The child run with this id, as soon as this run has started it or taken it up in this process; undefined when
   * `signal` aborts before.
   */
  child(runId: RunId, signal: AbortSignal): Promise<RunHandle | undefined>;
  /**
   * Stops working on the run in this process, so that another one can resume it. What is under way and must not be
   * repeated may come to its end until `limit` aborts; then `finished` rejects with `run_left`.
   */
  leave(limit: AbortSignal): void;
}

/** Starts a run. `request.input` has been checked and the pipeline is valid; both are recorded before anything starts. */
export function startRun(request: RunRequest, ports: RunPorts, components: ReadonlyMap<string, Component>): RunHandle {
  const state = newRunState(planPipeline(request.pipeline, components), request.runId);
  const children = new Children(ports, components, false);
  const driver = new RunDriver(state, ports, children.start);
  const accepted = recordStart(request, driver);
  const started = accepted.then(() => driver.start());
  const ended = (async () => {
    await started;
    await driver.finished;
  })();
  quiet(started);
  const finished = readOnce(request.runId, ports, ended);
  return {
    runId: request.runId,
    accepted,
    ended,
    get finished() {
      return finished();
    },
    cancel: (reason, options) => driver.cancel(reason, options),
    leave: (limit) => driver.leave(limit),
    async resolve(key, decision) {
      await started;
      await driver.resolve(key, decision);
    },
    child: (runId, signal) => children.find(runId, signal),
  };
}

/** Of a child that is taken up with its parent: what `takeUp` has to know, and who is told of what it waits for. */
type ResumeSite = Partial<Pick<TakeUpSite, 'isHandledOutside'> & Pick<ChildPlace, 'onUndecided'>>;

/**
 * Takes a run up where its journal ends. What is recorded as complete is never executed again; an attempt that was in
 * flight is repeated with the same idempotency key; when that could do harm it ends as INTERRUPTED if the pipeline deals
 * with that, and otherwise waits for a person (`spec.md` §4.6). A run that has ended is given back as it is.
 * @throws {EngineError} `run_unknown` through `accepted` and `finished` when the journal knows no such run.
 */
export function resumeRun(
  runId: RunId,
  pipeline: Pipeline,
  ports: RunPorts,
  components: ReadonlyMap<string, Component>,
  { isHandledOutside = false, onUndecided }: ResumeSite = {},
): RunHandle {
  const state = newRunState(planPipeline(pipeline, components), runId);
  const children = new Children(ports, components, isHandledOutside);
  let driver: RunDriver | undefined;
  let cancelled: { readonly reason: string; readonly options: CancelOptions } | undefined;
  let leaving: AbortSignal | undefined;
  const resumed = (async () => {
    const events = await ports.journal.read(runId);
    if (events.length === 0) throw new EngineError('run_unknown', `there is no run ${runId} to resume`);
    for (const event of events) foldEvent(state, event);
    if (state.status === 'finished') return;
    const { engineVersion = ENGINE_VERSION } = (await ports.journal.pinned(runId)) ?? {};
    driver = new RunDriver(state, ports, children.start);
    takeUp(state, driver, { engineVersion, isHandledOutside });
    const undecided = undecidedKeys(state);
    if (undecided.length > 0) onUndecided?.(undecided);
    driver.start();
    if (cancelled) driver.cancel(cancelled.reason, cancelled.options);
    if (leaving) driver.leave(leaving);
  })();
  const ended = (async () => {
    await resumed;
    await driver?.finished;
  })();
  const finished = readOnce(runId, ports, ended);
  return {
    runId,
    accepted: resumed,
    ended,
    get finished() {
      return finished();
    },
    cancel(reason, options = {}) {
      if (!cancelled || options.isForced) cancelled = { reason, options };
      driver?.cancel(reason, options);
    },
    leave(limit) {
      leaving ??= limit;
      driver?.leave(limit);
    },
    async resolve(key, decision) {
      await resumed;
      if (!driver) throw new EngineError('run_finished', `The run ${runId} has ended; there is nothing to decide.`);
      await driver.resolve(key, decision);
    },
    child: (childId, signal) => children.find(childId, signal),
  };
}

async function recordStart(request: RunRequest, driver: RunDriver): Promise<void> {
  driver.record(queuedFact(request));
  if (request.parent && request.pipeline.settings.concurrency) driver.record(TURN_OF_PARENT);
  driver.pin(pinnedOf(request));
  await driver.flush();
  driver.record({ type: 'run.started' });
}

/** A child that waited for a turn that its own parent has would wait for ever. */
const TURN_OF_PARENT: Fact = {
  type: 'warning',
  code: 'concurrency-of-parent',
  message:
    'This pipeline has a concurrency of its own, which counts only when it is started by itself: a child run shares the turn of its parent. Give the parent the same key.',
};

/** Most who start a run never ask for the whole of it. */
function readOnce(runId: RunId, ports: RunPorts, ended: Promise<void>): () => Promise<Run> {
  quiet(ended);
  let reading: Promise<Run> | undefined;
  return () => {
    reading ??= ended.then(() => readRun(runId, ports));
    return reading;
  };
}

/** Whoever waits for the run hears of its fault; one that nobody waits for is no crash of the process. */
function quiet(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}

async function readRun(runId: RunId, { journal }: RunPorts): Promise<Run> {
  return foldRun(newRun(runId), await journal.read(runId));
}

/** The child runs of one run. They share the journal and everything else; one that exists already is taken up. */
class Children {
  readonly #ports: RunPorts;
  readonly #components: ReadonlyMap<string, Component>;
  readonly #isHandledOutside: boolean;
  readonly #handles = new Map<RunId, RunHandle>();
  /** Those who wait for a child to be there. */
  readonly #waiting = new Set<() => void>();

  constructor(ports: RunPorts, components: ReadonlyMap<string, Component>, isHandledOutside: boolean) {
    this.#ports = ports;
    this.#components = components;
    this.#isHandledOutside = isHandledOutside;
  }

  async find(runId: RunId, signal: AbortSignal): Promise<RunHandle | undefined> {
    while (!this.#handles.has(runId) && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.add(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
      this.#waiting.delete(resolve);
    }
    return this.#handles.get(runId);
  }

  readonly start: StartChild = (request, place) => {
    const ports = place.isCleanup ? { ...this.#ports, isCleanup: true } : this.#ports;
    let child: RunHandle | undefined;
    let cancelled: { readonly reason: string; readonly options: CancelOptions } | undefined;
    let leaving: AbortSignal | undefined;
    const finished = (async () => {
      const known = await ports.journal.read(request.runId);
      child = known.length > 0 ? this.#resume(request, ports, place) : startRun(request, ports, this.#components);
      this.#handles.set(request.runId, child);
      for (const wake of this.#waiting) wake();
      if (cancelled) child.cancel(cancelled.reason, cancelled.options);
      if (leaving) child.leave(leaving);
      try {
        return await child.finished;
      } finally {
        this.#handles.delete(request.runId);
      }
    })();
    return {
      finished,
      cancel(reason, options = {}) {
        if (!cancelled || options.isForced) cancelled = { reason, options };
        child?.cancel(reason, options);
      },
      leave(limit) {
        leaving ??= limit;
        child?.leave(limit);
      },
    };
  };

  #resume({ runId, pipeline }: RunRequest, ports: RunPorts, { isHandled, onUndecided }: ChildPlace): RunHandle {
    const isHandledOutside = isHandled || this.#isHandledOutside;
    return resumeRun(runId, pipeline, ports, this.#components, { isHandledOutside, onUndecided });
  }
}
