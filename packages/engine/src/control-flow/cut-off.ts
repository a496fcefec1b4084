import type { Fact } from '../recorder.ts';
import { type Instance, isContainer, isSettled, type RunState, scopeOf } from '../state.ts';

/** Names in one warning; a loop of thousands would otherwise fill it. */
const MAX_NAMES = 20;

/**
 * The warning that goes with the forced end of a run: which finally stages, of blocks that had begun, will not have
 * run. None when there are none.
 */
export function factsOfCutOff(state: RunState): readonly Fact[] {
  const open = [...state.instances.values()].filter((instance) => !isSettled(instance) && isOwedFinally(instance));
  if (open.length === 0) return [];
  const running = open.filter(({ status, planned }) => status !== 'pending' && !isContainer(planned));
  const waiting = open.filter(({ status }) => status === 'pending');
  const said = [
    ...(waiting.length > 0 ? [`these finally stages did not run: ${namesOf(waiting)}`] : []),
    ...(running.length > 0 ? [`these were cut off before their end: ${namesOf(running)}`] : []),
  ];
  const message = `The run was ended at once; ${said.join('; ')}. Do by hand what they were for.`;
  return [{ type: 'warning', code: 'finally_not_run', message }];
}

/** In the finally list of a block that had begun, also deeper inside. */
function isOwedFinally(instance: Instance): boolean {
  for (let at: Instance | undefined = instance; at !== undefined; at = scopeOf(at)) {
    if (at.planned.scope?.role !== 'finally') continue;
    const block = scopeOf(at);
    if (block?.status === 'running' && (block.block?.hasStarted || block.arm === 'caught')) return true;
  }
  return false;
}

function namesOf(instances: readonly Instance[]): string {
  const names = instances.slice(0, MAX_NAMES).map(({ key }) => key);
  const more = instances.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}
