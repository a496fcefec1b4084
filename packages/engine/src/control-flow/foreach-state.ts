import type { Json } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { type Frame, type Instance, isSettled, newFrame, type RunState, scopeOf } from '../state.ts';
import { isShielded } from './shield.ts';

/** What a foreach needs of its recorded config once it runs. */
const LoopConfig = z.object({
  items: z.array(z.json()),
  parallel: z.boolean().default(false),
  max_parallel: z.number().default(5),
  break_on_error: z.boolean().default(true),
});

/** A foreach has started: opens its first iterations. A config that never became valid leaves it without iterations. */
export function afterLoopStart(state: RunState, instance: Instance): void {
  state.agenda.push(instance);
  const config = LoopConfig.safeParse(instance.config);
  if (!config.success) return;
  const { items, parallel, max_parallel, break_on_error } = config.data;
  instance.loop = {
    items: items as readonly Json[], // zod's JSON type, which is ours but for `readonly`
    limit: parallel ? Math.max(1, max_parallel) : 1,
    breaksOnError: break_on_error,
    frames: [],
    openCount: 0,
    failed: undefined,
    isTimedOut: false,
  };
  openIterations(state, instance);
}

/** A stage has settled: if it is a member of an iteration, that one may have failed or come to its end. */
export function afterMemberOfLoop(state: RunState, member: Instance): void {
  const { frame } = member;
  const { owner } = frame;
  if (!owner?.loop) return;
  noteFailedMember(state, member);
  if (frame.unsettled > 0) return;
  owner.loop.openCount--;
  openIterations(state, owner);
  state.agenda.push(owner);
}

/** The first failure of a member ends its iteration, unless a block of the same iteration deals with it. */
export function noteFailedMember(state: RunState, member: Instance): void {
  const { frame, error, status } = member;
  const { owner } = frame;
  if (!owner?.loop || scopeOf(member) !== owner) return;
  const { loop } = owner;
  const isFailure = (status === 'failed' && !member.tolerated) || (status === 'cancelled' && error?.type === 'TIMEOUT');
  if (!isFailure || !error || frame.failure || member.coveredBy) return;
  frame.failure = { by: member, error };
  loop.failed ??= frame;
  if (status === 'cancelled') loop.isTimedOut = true;
  const broken = isBroken(owner) ? loop.frames : [frame];
  for (const { instances } of broken) for (const other of instances) if (!isSettled(other)) state.agenda.push(other);
}

/** No further iteration starts, and those that run only end what is running. */
export function isBroken({ loop }: Instance): boolean {
  return loop !== undefined && loop.failed !== undefined && (loop.breaksOnError || loop.isTimedOut);
}

/** Opens iterations in order, as many as may run at once, unless something keeps new stages from starting. */
function openIterations(state: RunState, owner: Instance): void {
  const { loop } = owner;
  const section = owner.planned.body;
  if (!loop || !section) return;
  while (loop.openCount < loop.limit && loop.frames.length < loop.items.length && mayOpen(state, owner)) {
    const index = loop.frames.length;
    const frame: Frame = newFrame(section, { owner, index, prefix: `${owner.key}[${index}]/` });
    loop.frames.push(frame);
    state.unsettled += frame.instances.length;
    for (const instance of frame.instances) {
      state.instances.set(instance.key, instance);
      state.agenda.push(instance);
    }
    if (frame.unsettled > 0) loop.openCount++;
  }
}

function mayOpen(state: RunState, owner: Instance): boolean {
  if (isBroken(owner)) return false;
  if (state.ending || state.returnedBy) return isShieldedOwner(state, owner);
  return state.stoppedBy === undefined || owner.planned.startsAfterStop;
}

function isShieldedOwner(state: RunState, owner: Instance): boolean {
  return !state.ending?.isForced && isShielded(owner);
}
