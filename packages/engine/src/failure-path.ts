import type { Failure, FailureType } from '@flowmason/pipeline-schema';
import { z } from 'zod';
import { coveringBlock } from './control-flow/cover.ts';
import { phaseOf } from './control-flow/trycatch-phases.ts';
import type { ScopeRole } from './plan.ts';
import { type Instance, isSettled, scopeOf } from './state.ts';

/**
 * Whether the failure of `instance` ends at somebody who deals with it: a trycatch that catches it, a foreach that
 * collects it, a scope that tolerates it. Known from the moment of the failure, because `on_failure: stop` must not
 * stop a run whose failure is about to be caught. `lost` is a block that can no longer take it.
 */
export function isHandled(instance: Instance, { type }: Pick<Failure, 'type'>, lost?: Instance): boolean {
  if (isHandledAround(instance, type, lost)) return true;
  const cover = findCandidate(instance);
  return cover !== undefined && cover !== lost && takes(cover, { type, role: 'try' }, lost);
}

/**
 * The block that this failure outside of it counts for, as long as its try phase has not ended (`spec.md` §4.4). A
 * failure that the scopes around it deal with counts for no other.
 */
export function findCover(instance: Instance, { type }: Pick<Failure, 'type'>): Instance | undefined {
  const candidate = findCandidate(instance);
  return candidate && !isHandledAround(instance, type) ? candidate : undefined;
}

function isHandledAround(instance: Instance, type: FailureType, lost?: Instance): boolean {
  const scope = scopeOf(instance);
  const role = instance.planned.scope?.role;
  return scope !== undefined && role !== undefined && takes(scope, { type, role }, lost);
}

/** Whether a failure in that part of a scope is dealt with there or further out. */
function takes(
  scope: Instance,
  { type, role }: { readonly type: FailureType; readonly role: ScopeRole },
  lost: Instance | undefined,
): boolean {
  if (role === 'body' && scope.loop && !scope.loop.breaksOnError && !scope.loop.isTimedOut) return true;
  if (role === 'try' && catches(scope, type)) return true;
  if (scope.planned.stage.on_error === 'continue') return true;
  // A failing catch or finally keeps the error that came first.
  const isCleanup = role === 'catch' || role === 'finally';
  return isHandled(scope, { type: (isCleanup ? scope.block?.failure?.type : undefined) ?? type }, lost);
}

function findCandidate(instance: Instance): Instance | undefined {
  if (instance.planned.scope?.role === 'try') return undefined; // its own block comes first
  const block = coveringBlock(instance.planned);
  const candidate = block && instance.frame.instances[block.at];
  if (!candidate || isSettled(candidate) || phaseOf(candidate) !== 'try') return undefined;
  return candidate;
}

/** Whether a block has a catch list for errors of this type. */
export function catches({ planned }: Instance, type: FailureType): boolean {
  if (planned.members.catch.length === 0) return false;
  const types = CatchTypes.safeParse(planned.stage.config['catch_error_types']).data;
  return types === undefined || types.length === 0 || types.includes(type);
}

/** The validator has checked the names; what is not a list of texts limits nothing. */
const CatchTypes = z.array(z.string());

/**
 * Whether a failure was already dealt with on its way: it was caught inside with `error_scope: propagate`, so it goes
 * on outward as handled, and the run ends `recovered`.
 */
export function carriesHandled(instance: Instance): boolean {
  for (let at: Instance | undefined = instance; at !== undefined; ) {
    if (at.block) {
      if (at.block.cleanupFailedBy) return false;
      if (at.arm === 'caught') return true;
      at = at.block.failedBy;
    } else if (at.loop) {
      at = at.loop.failed?.failure?.by;
    } else {
      return at.error !== undefined && isRecoveredChild(at, at.error);
    }
  }
  return false;
}

/** The failure is that of a child run that ended recovered: it was dealt with in there. */
export function isRecoveredChild({ planned }: Instance, { details }: Failure): boolean {
  return planned.stage.component === 'subpipeline' && RecoveredDetails.safeParse(details).success;
}

const RecoveredDetails = z.object({ status: z.literal('recovered') });
