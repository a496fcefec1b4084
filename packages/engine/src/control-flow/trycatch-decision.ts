import type { Failure, Json } from '@flowmason/pipeline-schema';
import type { Command } from '../command.ts';
import { carriesHandled, catches, isHandled } from '../failure-path.ts';
import { jsonOf } from '../json-of.ts';
import { type Instance, isFailureSkip, type RunState } from '../state.ts';
import type { BlockConclusion } from './conclusion.ts';
import { isShielded } from './shield.ts';
import { chainFrom, type Skip } from './skip.ts';
import { type BlockArm, phaseOf } from './trycatch-phases.ts';

/** What a running trycatch does next: nothing, take its arm when the try phase is over, or end. */
export function decideBlock(state: RunState, instance: Instance): readonly Command[] {
  const { block } = instance;
  if (!block) return [];
  switch (phaseOf(instance)) {
    case 'try': {
      if (block.tryLeft > 0) return [];
      const skip = checkAllSkipped(instance);
      return skip
        ? [{ type: 'skip_stage', instance, skip }]
        : [{ type: 'take_arm', instance, arm: chooseArm(state, instance) }];
    }
    case 'done':
      return [{ type: 'conclude_block', instance, conclusion: concludeBlock(state, instance) }];
    default:
      return [];
  }
}

/** All try members skipped without a failure: the block is skipped too, without catch and finally. */
function checkAllSkipped(instance: Instance): Skip | undefined {
  const tried = tryMembers(instance);
  if (instance.block?.failure || tried.length === 0 || tried.some(({ status }) => status !== 'skipped'))
    return undefined;
  const failed = tried.find(isFailureSkip);
  if (failed) return { reason: 'dependency_failed', because: chainFrom(failed) };
  for (const reason of ['run_stopped', 'returned'] as const) {
    const prevented = tried.find((member) => member.reason === reason);
    if (prevented) return { reason, because: prevented.because };
  }
  const [first] = tried;
  return { reason: 'dependency_skipped', because: first ? chainFrom(first) : [] };
}

function chooseArm(state: RunState, instance: Instance): BlockArm {
  if ((state.ending || state.returnedBy) && !isAllowedToGoOn(state, instance)) return 'interrupted';
  const failure = failureOf(instance);
  if (failure) return catches(instance, failure.type) ? 'caught' : 'uncaught';
  return tryMembers(instance).some(isPrevented) ? 'interrupted' : 'ok';
}

function concludeBlock(state: RunState, instance: Instance): BlockConclusion {
  const { arm, block } = instance;
  const isEnding = (state.ending || state.returnedBy) && !isAllowedToGoOn(state, instance);
  if (isEnding || arm === 'interrupted') return { type: 'cancelled', reason: interruptionOf(state) };

  const failure = block?.failure;
  const cleanupFailure = block?.cleanupFailedBy?.error;
  const error = failure ?? cleanupFailure;
  if (!error) return { type: 'succeeded', output: { status: 'succeeded', error: null, recovered: false } };
  const recovered = arm === 'caught' && cleanupFailure === undefined;
  const output: Json = { status: 'caught', error: jsonOf(error), recovered };
  if (recovered && instance.planned.stage.config['error_scope'] === 'continue') return { type: 'succeeded', output };
  const handled = recovered || carriesHandled(instance) || isHandled(instance, error);
  return { type: 'failed', error, handled, output: arm === 'caught' ? output : null };
}

function failureOf({ block, covered }: Instance): Failure | undefined {
  return block?.failure ?? covered?.[0]?.error;
}

function tryMembers({ planned, frame }: Instance): readonly Instance[] {
  return planned.members.try.flatMap((place) => frame.instances[place] ?? []);
}

/** A member that something outside of its scope kept from running or from ending. */
export function isPrevented(member: Instance): boolean {
  if (member.status === 'cancelled') return true;
  if (member.status !== 'skipped') return false;
  return member.reason === 'run_stopped' || member.reason === 'returned' || isFailureSkip(member);
}

/** A block inside a finally that is in progress still works as usual while the run is ended around it. */
function isAllowedToGoOn(state: RunState, instance: Instance): boolean {
  return !state.ending?.isForced && isShielded(instance);
}

/** Why a block was interrupted halfway, for its record. */
export function interruptionOf(state: RunState): string {
  if (state.ending) return state.ending.reason;
  if (state.returnedBy) return `the run returned at ${state.returnedBy.key}`;
  if (state.stoppedBy) return `the run stopped because ${state.stoppedBy.key} failed`;
  return 'a stage that it waits for failed';
}
