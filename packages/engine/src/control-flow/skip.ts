import type { SkipCause, SkipReason } from '@flowmason/pipeline-schema';
import type { Instance } from '../state.ts';

/** A stage that will not run, and the chain back to why, nearest cause first. */
export type Skip = { readonly reason: SkipReason; readonly because: readonly SkipCause[] };

/** Longer chains keep their nearest causes and the root; a chain of 10,000 skips would otherwise fill the journal. */
const MAX_CAUSES = 12;

/** Skips in the wake of `cause`, whose own chain is continued. */
export function skipAfter(reason: SkipReason, cause: Instance): Skip {
  return { reason, because: chainFrom(cause) };
}

/** The causes that lead back from `instance`, itself first. */
export function chainFrom(instance: Instance): readonly SkipCause[] {
  const chain = [causeOf(instance), ...instance.because];
  if (chain.length <= MAX_CAUSES) return chain;
  // The last but one says what kind of skip began it, the last why.
  return [...chain.slice(0, MAX_CAUSES - 2), ...chain.slice(-2)];
}

function causeOf({ key, status, reason, error, arm }: Instance): SkipCause {
  switch (status) {
    case 'failed':
      return { stage_id: key, what: 'failed', ...(error && { detail: error.type }) };
    case 'skipped':
      return { stage_id: key, what: reason === 'disabled' ? 'disabled' : 'skipped', ...(reason && { detail: reason }) };
    case 'cancelled':
      return { stage_id: key, what: 'cancelled' };
    default:
      return { stage_id: key, what: 'decision', ...(arm !== undefined && { detail: arm }) };
  }
}
