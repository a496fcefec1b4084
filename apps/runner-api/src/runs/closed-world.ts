import { EffectError, type Secrets } from '@flowmason/engine';
import type { RunWorld } from './run-world.ts';

export interface ClosedWorldParts {
  readonly now: () => number;
  /** Hides every secret that the process knows. */
  readonly mask: Secrets['mask'];
}

/** A world in which nothing can be done, for a run that is only to be ended. */
export function createClosedWorld({ now, mask }: ClosedWorldParts): RunWorld {
  const refuse = async (): Promise<never> => {
    throw new EffectError('CANCELLED', 'the run is being ended, so nothing is sent any more', { wasSent: false });
  };
  return {
    gate: { mode: 'live', clock: { now, sleep: untilAborted }, http: refuse, model: refuse },
    secrets: { find: () => undefined, mask }, // the run was masked when it was recorded; why it is ended is new
    env: {},
    profile: undefined,
    sandbox: undefined,
    close: async () => undefined,
  };
}

function untilAborted(_ms: number, signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
