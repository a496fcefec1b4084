import type { RunDriver } from './advance.ts';
import { type Instance, isContainer, type RunState } from './state.ts';
import { interruptionOf, isRepeated, needsDecision, type TakeUpSite, undecidedFact } from './undecided.ts';

/** Brings a run whose journal is folded to where it can go on: says what becomes of every attempt that was under way. */
export function takeUp(state: RunState, driver: RunDriver, site: TakeUpSite): void {
  if (state.status === 'queued') driver.record({ type: 'run.started' });
  for (const instance of state.instances.values()) {
    if (instance.status === 'running' && !isContainer(instance.planned)) takeUpAttempt(state, instance, driver, site);
    state.agenda.push(instance);
  }
}

function takeUpAttempt(state: RunState, instance: Instance, driver: RunDriver, site: TakeUpSite): void {
  if (isRepeated(instance)) driver.restart(instance);
  else if (needsDecision(state, instance, site)) driver.record(undecidedFact(instance));
  else driver.settle(instance, { type: 'failed', error: interruptionOf(instance, ADVICE), wasSent: true });
}

const ADVICE =
  'Find out, and start again what is missing. Mark the stage `idempotent` if it may be repeated, or catch INTERRUPTED.';
