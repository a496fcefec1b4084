import type { Instance } from '../state.ts';

/** The arms of a trycatch's decision, taken when its try phase ends. */
export type BlockArm = 'ok' | 'caught' | 'uncaught' | 'interrupted';

/** Where a running trycatch stands. The try phase ends with its recorded decision, the others with their last member. */
export function phaseOf({ arm, block }: Instance): 'try' | 'catch' | 'finally' | 'done' {
  if (arm === undefined || !block) return 'try';
  if (block.catchLeft > 0) return 'catch';
  return block.finallyLeft > 0 ? 'finally' : 'done';
}

export function isCatchSelected({ arm }: Instance): boolean {
  return arm === 'caught';
}

/** finally runs if a try member started or catch ran, whatever else happened. */
export function isFinallyDue({ arm, block }: Instance): boolean {
  return block?.hasStarted === true || arm === 'caught';
}
