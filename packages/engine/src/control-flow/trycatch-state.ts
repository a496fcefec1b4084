import { type BlockState, type Instance, isFailureSkip, type RunState, scopeOf } from '../state.ts';

/** A trycatch has started: from now on it counts its members. */
export function afterBlockStart(state: RunState, instance: Instance): void {
  const { members } = instance.planned;
  const open = (places: readonly number[]) =>
    places.filter((place) => instance.frame.instances[place]?.status === 'pending').length;
  instance.block = {
    tryLeft: open(members.try),
    catchLeft: open(members.catch),
    finallyLeft: open(members.finally),
    failure: undefined,
    failedBy: undefined,
    cleanupFailedBy: undefined,
    hasStarted: false,
  };
  lookAt(state, instance, members.try);
  state.agenda.push(instance);
}

/** The try phase is over: a failure that is covered counts now, and catch and finally learn whether they are needed. */
export function afterBlockDecision(state: RunState, instance: Instance): void {
  const { arm, block, covered, planned } = instance;
  if (!block) return;
  if (!block.failure && (arm === 'caught' || arm === 'uncaught')) {
    block.failedBy = covered?.[0];
    block.failure = block.failedBy?.error;
  }
  lookAt(state, instance, planned.members.catch);
  lookAt(state, instance, planned.members.finally);
  state.agenda.push(instance);
}

/** A stage has settled: if it is a member of a running trycatch, that one moves on. */
export function afterMemberOfBlock(state: RunState, member: Instance): void {
  const block = scopeOf(member);
  const role = member.planned.scope?.role;
  if (!block?.block || role === 'body' || role === undefined) return;
  if (role === 'try') afterTryMember(state, block, member, block.block);
  else afterCleanupMember(state, block, member, block.block);
}

function afterTryMember(state: RunState, instance: Instance, member: Instance, block: BlockState): void {
  block.tryLeft--;
  const failed = failureOfTry(instance, member);
  if (failed && !block.failure && instance.arm === undefined) {
    block.failure = failed.error;
    block.failedBy = failed;
    lookAt(state, instance, instance.planned.members.try);
  }
  if (block.tryLeft === 0) state.agenda.push(instance);
}

/** The failure that a settled member brings to the try phase: its own, or one outside that made it impossible. */
function failureOfTry(block: Instance, member: Instance): Instance | undefined {
  if (member.status === 'failed') return member.tolerated ? undefined : member;
  // A member that was cancelled on its own, not with the run, ran out of the block's time.
  if (member.status === 'cancelled') return member.error?.type === 'TIMEOUT' ? member : undefined;
  return isFailureSkip(member) ? block.covered?.[0] : undefined;
}

function afterCleanupMember(state: RunState, instance: Instance, member: Instance, block: BlockState): void {
  if (member.status === 'failed' && !member.tolerated) block.cleanupFailedBy ??= member;
  if (member.planned.scope?.role === 'catch') block.catchLeft--;
  else block.finallyLeft--;
  if (block.catchLeft === 0) lookAt(state, instance, instance.planned.members.finally);
  if (block.catchLeft === 0 || block.finallyLeft === 0) state.agenda.push(instance);
}

function lookAt(state: RunState, { frame }: Instance, places: readonly number[]): void {
  for (const place of places) {
    const member = frame.instances[place];
    if (member?.status === 'pending') state.agenda.push(member);
  }
}
