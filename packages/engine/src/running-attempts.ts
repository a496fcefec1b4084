import type { RunningAttempt } from './perform-attempt.ts';
import { isUnsafe } from './settle-attempt.ts';
import type { Instance } from './state.ts';

/** The attempts of a run that are under way in this process. */
export interface RunningAttempts {
  set(instance: Instance, attempt: RunningAttempt): void;
  get(instance: Instance): RunningAttempt | undefined;
  delete(instance: Instance): void;
  /** True while a request that must not be repeated, or a child run, is under way. */
  readonly mustEnd: boolean;
  /** Tells child runs that they are being left. */
  leave(limit: AbortSignal): void;
  /** Ends all of them unrecorded: whoever resumes the run begins them again. */
  giveUp(): void;
}

/** No attempts yet. */
export function createRunningAttempts(): RunningAttempts {
  const attempts = new Map<Instance, RunningAttempt>();
  return {
    set: (instance, attempt) => void attempts.set(instance, attempt),
    get: (instance) => attempts.get(instance),
    delete: (instance) => void attempts.delete(instance),
    get mustEnd() {
      return [...attempts.keys()].some((instance) => isUnsafe(instance) || isChildStage(instance));
    },
    leave(limit) {
      for (const attempt of attempts.values()) attempt.leave?.(limit);
    },
    giveUp() {
      for (const { leave, abort } of attempts.values()) {
        if (leave) leave(AbortSignal.abort());
        else abort('the run was given up');
      }
    },
  };
}

/** True for a stage whose attempts are runs of their own. */
export function isChildStage({ planned }: Instance): boolean {
  return planned.stage.component === 'subpipeline';
}
