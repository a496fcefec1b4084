import { type Instance, isContainer, type RunState, scopeOf } from '../state.ts';

/** The stages of a trycatch's try list, or of a foreach, that run or wait now, however deep inside. */
export function activeMembers(state: RunState, block: Instance): readonly Instance[] {
  return [...state.instances.values()].filter((instance) => {
    const isActive = instance.status === 'running' || instance.status === 'waiting';
    return isActive && !isContainer(instance.planned) && isInMainPart(instance, block);
  });
}

function isInMainPart(instance: Instance, block: Instance): boolean {
  for (let at: Instance | undefined = instance; at !== undefined; at = scopeOf(at)) {
    const role = at.planned.scope?.role;
    if (scopeOf(at) === block) return role === 'try' || role === 'body';
  }
  return false;
}
