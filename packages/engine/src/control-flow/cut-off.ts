import type { Fact } from '../recorder.ts';
import { type CutOff, type Instance, isContainer, isSettled, type RunState, scopeOf } from '../state.ts';

/** Names that are recorded, and those in one sentence; a loop of thousands would otherwise fill it. */
const MAX_KEPT = 100;
const MAX_NAMES = 20;

/** Which finally stages, of blocks that had begun, will not have run when the run is ended at once. */
export function findCutOff(state: RunState): CutOff {
  const open = [...state.instances.values()].filter((instance) => !isSettled(instance) && isOwedFinally(instance));
  const running = open.filter(({ status, planned }) => status !== 'pending' && !isContainer(planned));
  const waiting = open.filter(({ status }) => status === 'pending');
  return { leftOut: keysOf(waiting), cutOff: keysOf(running) };
}

/** The warning that goes with it. None when nothing is left out. */
export function factsOfCutOff(found: CutOff): readonly Fact[] {
  const said = cutOffText(found);
  if (said === undefined) return [];
  const message = `The run was ended at once; ${said}. Do by hand what they were for.`;
  return [{ type: 'warning', code: 'finally_not_run', message }];
}

/** The same within a sentence; undefined when nothing is left out. */
export function cutOffText({ leftOut, cutOff }: CutOff): string | undefined {
  const said = [
    ...(leftOut.length > 0 ? [`these finally stages did not run: ${namesOf(leftOut)}`] : []),
    ...(cutOff.length > 0 ? [`these were cut off before their end: ${namesOf(cutOff)}`] : []),
  ];
  return said.length > 0 ? said.join('; ') : undefined;
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

function keysOf(instances: readonly Instance[]): readonly string[] {
  return instances.slice(0, MAX_KEPT).map(({ key }) => key);
}

function namesOf(keys: readonly string[]): string {
  const more = keys.length - MAX_NAMES;
  const names = keys.slice(0, MAX_NAMES).join(', ');
  if (more <= 0) return names;
  return `${names} and ${keys.length < MAX_KEPT ? more : `at least ${more}`} more`;
}
