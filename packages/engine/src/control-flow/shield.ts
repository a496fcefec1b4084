import { type Instance, scopeOf } from '../state.ts';

/**
 * True for a stage inside the finally list of a block that has started: such stages still run when the run is
 * cancelled, times out or returns.
 */
export function isShielded(instance: Instance): boolean {
  for (let at: Instance | undefined = instance; at !== undefined; at = scopeOf(at)) {
    const scope = scopeOf(at);
    if (at.planned.scope?.role === 'finally' && scope?.status === 'running') return true;
  }
  return false;
}
