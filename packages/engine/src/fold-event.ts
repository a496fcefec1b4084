import { type Failure, isUndecided, type Json, type NewRunEvent } from '@flowmason/pipeline-schema';
import { afterLoopStart, afterMemberOfLoop, noteFailedMember } from './control-flow/foreach-state.ts';
import { afterBlockDecision, afterBlockStart, afterMemberOfBlock } from './control-flow/trycatch-state.ts';
import { lengthOfEvent } from './event-room.ts';
import { findCover } from './failure-path.ts';
import { freezeJson } from './freeze-json.ts';
import { type Instance, isContainer, isSettled, type RunState, scopeOf } from './state.ts';

/**
 * Takes one recorded event into `state` and notes in its agenda whom it may concern. The only writer of a run's state:
 * a resumed run folds its journal and stands exactly where it was.
 */
export function foldEvent(state: RunState, event: NewRunEvent): void {
  fold(state, event);
  // Outputs are frozen by now, so that their size is known for whoever reads them.
  state.length += lengthOfEvent(event);
}

function fold(state: RunState, event: NewRunEvent): void {
  state.seq++;
  const atMs = event.type === 'run.queued' ? Date.parse(event.at) : state.createdMs + event.t;
  state.latestMs = Math.max(state.latestMs, atMs);
  switch (event.type) {
    case 'run.queued':
      state.createdMs = atMs;
      state.startedMs = atMs;
      state.input = freezeJson(event.input);
      state.trigger = event.trigger;
      state.parent = event.parent;
      return;
    case 'run.started':
      state.status = 'running';
      state.startedMs = atMs;
      for (const instance of state.root.instances) state.agenda.push(instance);
      return;
    case 'run.waiting':
      if (state.status === 'running') state.status = 'waiting'; // one that was held before its start has yet to start
      return;
    case 'run.cancelling':
      state.ending ??= {
        reason: event.reason,
        failure: event.failure,
        atMs,
        length: state.length,
        isForced: false,
        cutOff: { leftOut: [], cutOff: [] },
      };
      if (event.forced) {
        state.ending.isForced = true;
        state.ending.cutOff = { leftOut: event.left_out ?? [], cutOff: event.cut_off ?? [] };
      }
      lookAtEverything(state);
      return;
    case 'run.finished':
      state.status = 'finished';
      return;
    case 'log':
    case 'warning':
    case 'effect':
      return;
  }
  const instance = state.instances.get(event.instance ?? event.stage_id);
  if (instance) foldStageEvent(state, instance, event, atMs); // members of a loop that never ran have no instance
}

type StageEvent = Extract<NewRunEvent, { type: `stage.${string}` | 'decision' }>;

function foldStageEvent(state: RunState, instance: Instance, event: StageEvent, atMs: number): void {
  switch (event.type) {
    case 'stage.started':
      startAttempt(state, instance, { attempt: event.attempt, config: event.config, atMs });
      return;
    case 'stage.retrying':
      noteDecided(state, instance, atMs);
      leaveRunning(state, instance);
      instance.status = 'waiting';
      instance.error = event.error;
      instance.dueMs = atMs + event.delay_ms;
      state.agenda.push(instance);
      return;
    case 'stage.waiting':
      if (!isUndecided({ waiting: event })) return;
      leaveRunning(state, instance);
      instance.status = 'waiting';
      instance.error = event.error;
      instance.isUndecided = true;
      state.undecided++;
      return;
    case 'decision':
      instance.arm = event.arm;
      if (instance.block) afterBlockDecision(state, instance);
      return;
    case 'stage.succeeded':
      settle(state, instance, atMs, () => {
        instance.status = 'succeeded';
        instance.output = freezeJson(event.output);
        instance.error = undefined;
        state.completed++;
        if (instance.planned.stage.component === 'return') returnEarly(state, instance);
      });
      return;
    case 'stage.failed':
      if (instance.status === 'failed') {
        loseHandler(state, instance, event);
        return;
      }
      settle(state, instance, atMs, () => {
        instance.status = 'failed';
        instance.error = event.error;
        instance.output = freezeJson(event.output ?? null);
        instance.handled = event.handled;
        instance.tolerated = event.tolerated ?? false;
        noteFailure(state, instance, event.error);
      });
      return;
    case 'stage.skipped':
      settle(state, instance, atMs, () => {
        instance.status = 'skipped';
        instance.reason = event.reason;
        instance.because = event.because;
      });
      return;
    case 'stage.cancelled':
      settle(state, instance, atMs, () => {
        instance.status = 'cancelled';
        instance.error = {
          // Outside a run that is being ended, only the time limit of a block around it cancels a stage.
          type: state.ending || state.returnedBy || isContainer(instance.planned) ? 'CANCELLED' : 'TIMEOUT',
          message: event.reason,
          stage_id: instance.planned.id,
          attempt: instance.attempts,
          retryable: false,
        };
      });
      return;
  }
}

function startAttempt(
  state: RunState,
  instance: Instance,
  start: { readonly attempt: number; readonly config: Json; readonly atMs: number },
): void {
  const isFirst = instance.attempts === 0;
  if (state.status === 'waiting') state.status = 'running';
  if (instance.status !== 'running' && !isContainer(instance.planned)) state.running++;
  instance.status = 'running';
  if (start.attempt !== instance.attempts) instance.attemptMs = start.atMs;
  instance.attempts = start.attempt;
  if (isFirst) instance.startedMs = start.atMs;
  instance.config = start.config;
  const block = scopeOf(instance)?.block;
  if (block && instance.planned.scope?.role === 'try') block.hasStarted = true;
  if (!isFirst) return;
  if (instance.planned.stage.component === 'trycatch') afterBlockStart(state, instance);
  if (instance.planned.body) afterLoopStart(state, instance);
}

function leaveRunning(state: RunState, instance: Instance): void {
  if (instance.status === 'running' && !isContainer(instance.planned)) state.running--;
}

function noteDecided(state: RunState, instance: Instance, atMs: number): void {
  if (!instance.isUndecided) return;
  instance.isUndecided = false;
  instance.undecidedMs += atMs - instance.attemptMs;
  state.undecided--;
}

function settle(state: RunState, instance: Instance, atMs: number, apply: () => void): void {
  if (isSettled(instance)) return; // a settled stage never changes again
  noteDecided(state, instance, atMs);
  leaveRunning(state, instance);
  apply();
  instance.settledMs = atMs;
  instance.settledAs = ++state.settledCount;
  state.unsettled--;
  instance.frame.unsettled--;
  releaseDependents(state, instance);
  afterMemberOfBlock(state, instance);
  afterMemberOfLoop(state, instance);
}

/** Tells everyone who waits for it: dependents, stages that it owns, and those inside running loops. */
function releaseDependents(state: RunState, instance: Instance): void {
  const { planned, frame } = instance;
  for (const place of planned.dependents) {
    const dependent = frame.instances[place];
    if (dependent && --dependent.waitsLeft === 0) state.agenda.push(dependent);
  }
  // Members that are not selected need not wait for anything else.
  for (const place of planned.branchMembers) push(state, frame.instances[place]);
  lookAtMembers(state, instance);
  for (const inner of planned.innerDependents) {
    for (const dependent of instancesWithin(instance, inner)) {
      if (--dependent.waitsLeft === 0) state.agenda.push(dependent);
    }
  }
}

/** The live instances of a stage in loops further in than `outer`. */
function instancesWithin(outer: Instance, inner: Instance['planned']): readonly Instance[] {
  const path: Instance['planned'][] = [];
  for (let section = inner.section; section !== outer.planned.section && section.loop; ) {
    path.unshift(section.loop);
    section = section.loop.section;
  }
  let frames = [outer.frame];
  for (const loop of path) frames = frames.flatMap((frame) => frame.instances[loop.at]?.loop?.frames ?? []);
  return frames.flatMap((frame) => frame.instances[inner.at] ?? []);
}

function lookAtMembers(state: RunState, { planned, frame, block }: Instance): void {
  if (planned.body) return;
  const { try: tried, catch: caught, finally: cleanup } = planned.members;
  for (const place of [...tried, ...caught, ...cleanup]) push(state, frame.instances[place]);
  if (block) push(state, frame.instances[planned.at]);
}

function push(state: RunState, instance: Instance | undefined): void {
  if (instance) state.agenda.push(instance);
}

function noteFailure(state: RunState, instance: Instance, error: Failure): void {
  if (instance.tolerated) return;
  const cover = findCover(instance, error);
  if (cover) {
    instance.coveredBy = cover;
    cover.covered = [...(cover.covered ?? []), instance];
    state.agenda.push(cover);
  }
  if (!instance.handled) stopAfter(state, instance, error);
}

/** The block that was to deal with a failure was skipped: somebody further out has it now, or nobody. */
function loseHandler(state: RunState, instance: Instance, event: Extract<StageEvent, { type: 'stage.failed' }>): void {
  instance.coveredBy = undefined;
  instance.handled = event.handled;
  if (!instance.handled) stopAfter(state, instance, event.error);
  noteFailedMember(state, instance);
}

function stopAfter(state: RunState, instance: Instance, error: Failure): void {
  state.unhandled ??= error;
  if (state.stoppedBy || state.plan.pipeline.settings.on_failure !== 'stop') return;
  state.stoppedBy = instance;
  lookAtEverything(state); // what is ready and only waits for room will not start any more
}

function returnEarly(state: RunState, instance: Instance): void {
  state.returnedBy ??= instance;
  lookAtEverything(state);
}

function lookAtEverything(state: RunState): void {
  for (const instance of state.instances.values()) if (!isSettled(instance)) state.agenda.push(instance);
}
