import { checkInput, type Failure, type Json, type Pipeline, RunId } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { sha256 } from './definition-hash.ts';
import { ComponentError, EngineError } from './errors.ts';
import { isHandled } from './failure-path.ts';
import { jsonOf } from './json-of.ts';
import {
  type AttemptEnd,
  type AttemptNote,
  type AttemptSite,
  type RunningAttempt,
  toFailure,
} from './perform-attempt.ts';
import type { RunPorts, RunRequest } from './ports.ts';
import type { Instance, RunState } from './state.ts';

/** Starts or takes up a child run; the run that it belongs to hands its own limits on. */
export type StartChild = (request: RunRequest, place: ChildPlace) => ChildRun;
/** What a child run has to know of the stage that it was started by. */
export interface ChildPlace {
  /** A failure of the child as INTERRUPTED would be dealt with there. */
  readonly isHandled: boolean;
  /** It stands in catch or finally. */
  readonly isCleanup: boolean;
  /** Told of a child that is taken up, when stages of it wait for a person. */
  onUndecided(stageKeys: readonly string[]): void;
}
/** How a run is cancelled. */
export interface CancelOptions {
  /** At once: finally blocks do not run, and those that do are cut off. */
  readonly isForced?: boolean;
  /** Who asks for it, as the host names people. */
  readonly by?: string;
}
/** A child run as its parent stage sees it. */
export interface ChildRun {
  readonly finished: Promise<{ readonly status: string; readonly output: Json; readonly error: Failure | null }>;
  cancel(reason: string, options?: CancelOptions): void;
  /** See `RunHandle.leave`; `finished` then rejects. */
  leave(limit: AbortSignal): void;
}

/** `spec.md` §4.4. */
const MAX_DEPTH = 8;

type ChildSite = {
  readonly state: RunState;
  readonly ports: RunPorts;
  readonly instance: Instance;
  readonly site: AttemptSite;
  readonly config: unknown;
};

/**
 * Runs the child of a subpipeline stage. Its id follows from the parent's, so a restarted parent finds it again.
 * Cancel and time-out go on to the child, and the stage ends only when the child has, after its finally blocks.
 */
export function performChild(place: ChildSite, startChild: StartChild): RunningAttempt {
  const { site, ports } = place;
  let child: ChildRun | undefined;
  let aborted: { readonly reason: string; readonly options: CancelOptions } | undefined;
  let timeUp: string | undefined;
  let leaving: AbortSignal | undefined;
  const timer = new AbortController();
  const abort = (reason: string, options: CancelOptions = {}) => {
    if (!aborted || options.isForced) aborted = { reason, options };
    child?.cancel(reason, options);
  };
  const watch = async (limit: NonNullable<AttemptSite['timeLimit']>) => {
    await ports.gate.clock.sleep(limit.ms, timer.signal);
    timeUp = limit.message;
    abort(limit.message);
  };
  const run = async (): Promise<AttemptEnd> => {
    try {
      const request = await prepareChild(place);
      child = startChild(request, {
        isHandled: isInterruptionHandled(place.instance),
        isCleanup: site.purpose === 'cleanup',
        onUndecided: (stageKeys) => site.note(undecidedNote(request.runId, stageKeys)),
      });
      if (aborted) child.cancel(aborted.reason, aborted.options);
      if (leaving) child.leave(leaving);
      site.note({ type: 'log', level: 'info', message: `child run ${request.runId}`, data: { run_id: request.runId } });
      const { status, output, error } = await child.finished;
      if (timeUp !== undefined) throw new ComponentError('TIMEOUT', timeUp, { details: { run_id: request.runId } });
      if (status === 'succeeded') return { type: 'succeeded', output };
      throw new ComponentError(
        error?.type ?? 'EXECUTION',
        `child run ${request.runId} ${status}: ${error?.message ?? ''}`,
        {
          details: { run_id: request.runId, status, error: jsonOf(error) },
          retryable: error?.retryable ?? false,
        },
      );
    } catch (error) {
      if (error instanceof EngineError && error.code === 'run_left') throw error;
      return { type: 'failed', error: toFailure(error, site), wasSent: true };
    } finally {
      timer.abort();
    }
  };
  if (site.timeLimit) {
    watch(site.timeLimit).catch((error: unknown) => {
      if (!timer.signal.aborted) throw error; // stopped because the child has ended
    });
  }
  const leave = (limit: AbortSignal) => {
    leaving ??= limit;
    child?.leave(limit);
  };
  return { end: run(), abort, leave };
}

function isInterruptionHandled(instance: Instance): boolean {
  return instance.planned.stage.on_error === 'continue' || isHandled(instance, { type: 'INTERRUPTED' });
}

function undecidedNote(runId: RunId, stageKeys: readonly string[]): AttemptNote {
  const stages = stageKeys.slice(0, 5).join(', ');
  return {
    type: 'warning',
    code: 'child_undecided',
    message: `the child run ${runId} waits until a person decides on ${stages}; it is decided on there`,
  };
}

async function prepareChild({ state, ports, instance, site, config }: ChildSite) {
  const { pipeline: reference, input = {} } = ChildConfig.parse(config);
  const runId = childIdOf(state.runId, instance, site.attempt);
  // One that had begun before a restart goes on with the definition that it began with.
  const pinned = await ports.journal.pinned(runId);
  const pipeline = pinned?.pipeline ?? (await ports.findPipeline(reference));
  if (!pipeline) {
    throw new ComponentError('VALIDATION', `config.pipeline: there is no pipeline "${reference}" here`);
  }
  if (await isTooDeep(state, ports)) {
    throw new ComponentError(
      'LIMIT',
      `pipelines may start each other ${MAX_DEPTH} deep; does "${reference}" start itself?`,
    );
  }
  return {
    runId,
    pipeline,
    input: checkedInput(pipeline, input),
    trigger: 'subpipeline',
    parent: { run_id: state.runId, stage_id: instance.key },
  };
}

const ChildConfig = z.object({ pipeline: z.string(), input: z.json().optional() });

function checkedInput(pipeline: Pipeline, input: z.infer<ReturnType<typeof z.json>>): Json {
  const checked = checkInput(pipeline.input_schema, input as Json); // the same values, but for `readonly`
  const [problem] = checked.problems;
  if (!problem) return checked.input;
  throw new ComponentError('VALIDATION', `config.input${problem.pointer.replaceAll('/', '.')}: ${problem.message}`);
}

/** Follows the parents up; their own first event names the next. */
async function isTooDeep(state: RunState, ports: RunPorts): Promise<boolean> {
  let depth = 1;
  for (let parent = state.parent; parent !== undefined; depth++) {
    if (depth >= MAX_DEPTH) return true;
    const [queued] = await ports.journal.read(parent.run_id);
    parent = queued?.type === 'run.queued' ? queued.parent : undefined;
  }
  return false;
}

/** Legible as long as it fits an id; deeper down a digest of the same. */
function childIdOf(runId: RunId, { key }: Instance, attempt: number): RunId {
  const place = key.replaceAll(/[[\]/]+/g, '.');
  const id = `${runId}.${place}${attempt > 1 ? `.${attempt}` : ''}`;
  return RunId.parse(id.length <= 100 ? id : `child-${sha256(id).slice(0, 40)}`);
}
