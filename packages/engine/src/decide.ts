import type { Command } from './command.ts';
import { decideLoop, skipBody } from './control-flow/foreach-decision.ts';
import { checkJoin } from './control-flow/joins.ts';
import { checkSelection } from './control-flow/selection.ts';
import { isShielded } from './control-flow/shield.ts';
import { chainFrom, type Skip } from './control-flow/skip.ts';
import { decideBlock } from './control-flow/trycatch-decision.ts';
import { isHandled } from './failure-path.ts';
import { type Frame, type Instance, isContainer, type RunState, scopeOf } from './state.ts';

/**
 * What to do about one instance of the agenda. Reads only its arguments, so the same journal and instant always give
 * the same commands; most often there is nothing to do.
 */
export function decide(state: RunState, instance: Instance, nowMs: number): readonly Command[] {
  switch (instance.status) {
    case 'pending':
      return decidePending(state, instance);
    case 'waiting':
      // Like an attempt that runs: a return waits for it, a cancel does not.
      if (instance.isUndecided) return isAborted(state, instance) ? [cancel(state, instance)] : [];
      if (isEnded(state, instance)) return [cancel(state, instance)];
      return instance.dueMs <= nowMs ? [{ type: 'queue_attempt', instance }] : [];
    case 'running':
      if (!isContainer(instance.planned)) return isAborted(state, instance) ? [cancel(state, instance)] : [];
      return withReopened(instance.planned.body ? decideLoop(state, instance) : decideBlock(state, instance));
    default:
      return [];
  }
}

function decidePending(state: RunState, instance: Instance): readonly Command[] {
  const skip = forcedSkip(state, instance);
  if (skip) return skipStage(instance, skip);
  const selection = checkSelection(instance);
  if (selection === 'wait') return [];
  if (selection !== 'selected') return skipStage(instance, selection);
  if (instance.waitsLeft > 0) return [];
  const refused = checkJoin(instance) ?? checkStart(state, instance);
  if (refused) return skipStage(instance, refused);
  return [{ type: 'queue_attempt', instance }];
}

/** Skips that wait for nothing, because nothing that is still open could change them. */
function forcedSkip(state: RunState, instance: Instance): Skip | undefined {
  const scope = scopeOf(instance);
  const failure = scope?.block?.failedBy;
  if (failure && instance.planned.scope?.role === 'try' && scope?.status === 'running') {
    return { reason: 'try_aborted', because: chainFrom(failure) };
  }
  const ended = scope?.planned.body && iterationEndedBy(instance.frame);
  if (ended) return { reason: 'dependency_failed', because: chainFrom(ended) };
  if (!isEnded(state, instance)) return undefined;
  if (state.ending) return { reason: 'run_stopped', because: [] };
  const by = state.returnedBy?.key ?? '';
  return { reason: 'returned', because: [{ stage_id: by, what: 'returned' }] };
}

/** The failure that keeps the rest of an iteration from starting: its own, or that of another when the loop breaks. */
function iterationEndedBy({ failure, owner }: Frame): Instance | undefined {
  if (failure) return failure.by;
  const loop = owner?.loop;
  return loop && (loop.breaksOnError || loop.isTimedOut) ? loop.failed?.failure?.by : undefined;
}

function checkStart(state: RunState, { planned }: Instance): Skip | undefined {
  if (planned.stage.disabled) return { reason: 'disabled', because: [] };
  const { stoppedBy } = state;
  if (stoppedBy && !planned.startsAfterStop) return { reason: 'run_stopped', because: chainFrom(stoppedBy) };
  return undefined;
}

/** The run is being ended, and nothing that is not part of a finally in progress may start. */
function isEnded(state: RunState, instance: Instance): boolean {
  if (state.ending?.isForced) return true;
  return (state.ending !== undefined || state.returnedBy !== undefined) && !isShielded(instance);
}

/** Running attempts are aborted by a cancel, not by a return. */
function isAborted(state: RunState, instance: Instance): boolean {
  return state.ending !== undefined && (state.ending.isForced || !isShielded(instance));
}

function cancel(state: RunState, instance: Instance): Command {
  const reason = state.ending?.reason ?? `the run returned at ${state.returnedBy?.key}`;
  return { type: 'cancel_stage', instance, reason };
}

function skipStage(instance: Instance, skip: Skip): readonly Command[] {
  const body = instance.planned.body ? skipBody(instance, { reason: 'dependency_skipped', because: skip.because }) : [];
  return withReopened([{ type: 'skip_stage', instance, skip }, ...body]);
}

/** A block that ends without having dealt with the failures that it covered gives them back first. */
function withReopened(commands: readonly Command[]): readonly Command[] {
  const [first] = commands;
  const isLost =
    first?.type === 'skip_stage' || (first?.type === 'conclude_block' && first.conclusion.type === 'cancelled');
  if (!isLost) return commands;
  const block = first.instance;
  const reopened = (block.covered ?? []).flatMap((failed): Command[] =>
    failed.error && failed.coveredBy
      ? [
          {
            type: 'reopen_failure',
            instance: failed,
            error: failed.error,
            handled: isHandled(failed, failed.error, block),
          },
        ]
      : [],
  );
  return [...reopened, ...commands];
}
