import { at, type Instance, isFailureSkip } from '../state.ts';
import type { Skip } from './skip.ts';
import { skipAfter } from './skip.ts';

/**
 * What the join of a stage says once all its dependencies have settled (`spec.md` §4.1): undefined lets it run.
 * A handled failure is a failure here; a tolerated one and a disabled stage count as success.
 */
export function checkJoin(instance: Instance): Skip | undefined {
  const { join } = instance.planned.stage;
  if (join === 'always' || instance.planned.joins.length === 0) return undefined;
  let succeeded = 0;
  let failed: Instance | undefined;
  let skipped: Instance | undefined;
  for (const link of instance.planned.joins) {
    const dependency = at(instance.frame, link);
    const verdict = verdictOn(dependency);
    if (verdict === 'succeeded') succeeded++;
    else if (verdict === 'failed') failed ??= dependency;
    else skipped ??= dependency;
  }
  if (failed) return skipAfter('dependency_failed', failed);
  if (skipped && (join === 'all' || succeeded === 0)) return skipAfter('dependency_skipped', skipped);
  return undefined;
}

/** How a settled stage counts for those behind it. */
export function verdictOn(instance: Instance): 'succeeded' | 'failed' | 'skipped' {
  switch (instance.status) {
    case 'succeeded':
      return 'succeeded';
    case 'failed':
      return instance.tolerated ? 'succeeded' : 'failed';
    case 'skipped':
      if (instance.reason === 'disabled') return 'succeeded';
      return isFailureSkip(instance) ? 'failed' : 'skipped';
    default:
      return 'failed';
  }
}
