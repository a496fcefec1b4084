import type { ArmRole } from '@flowmason/pipeline-schema';
import { at, type Instance } from '../state.ts';
import { type Skip, skipAfter } from './skip.ts';
import { isCatchSelected, isFinallyDue, phaseOf } from './trycatch-phases.ts';

type Verdict = 'selected' | 'refused' | 'skipped' | 'failed' | 'undecided';

/**
 * Whether a stage's owners let it run: at least one must select it (`spec.md` §4.1). `wait` while one that could
 * has not decided.
 */
export function checkSelection(instance: Instance): Skip | 'wait' | 'selected' {
  const { owners } = instance.planned;
  if (owners.length === 0) return 'selected';
  let isUndecided = false;
  const against: Partial<Record<Verdict, Instance>> = {};
  for (const link of owners) {
    const owner = at(instance.frame, link);
    const verdict = verdictOf(owner, link);
    if (verdict === 'selected') return 'selected';
    if (verdict === 'undecided') isUndecided = true;
    against[verdict] ??= owner;
  }
  if (isUndecided) return 'wait';
  if (against.failed) return skipAfter('dependency_failed', against.failed);
  if (against.refused) return skipAfter('branch_not_taken', against.refused);
  return skipAfter('dependency_skipped', against.skipped ?? instance);
}

function verdictOf(owner: Instance, { arm, role }: { readonly arm: string; readonly role: ArmRole }): Verdict {
  switch (owner.status) {
    case 'skipped':
      return 'skipped';
    case 'pending':
    case 'waiting':
      return 'undecided';
    default:
      return role === 'branch' ? branchVerdict(owner, arm) : scopeVerdict(owner, role);
  }
}

function branchVerdict(owner: Instance, arm: string): Verdict {
  if (owner.status === 'running') return 'undecided';
  if (owner.status !== 'succeeded') return 'failed';
  return owner.arm === arm ? 'selected' : 'refused';
}

function scopeVerdict(owner: Instance, role: Exclude<ArmRole, 'branch'>): Verdict {
  // One that ends while members are pending never began: its config was at fault.
  if (owner.status !== 'running') return 'failed';
  switch (role) {
    case 'body':
    case 'try':
      return 'selected';
    case 'catch':
      if (phaseOf(owner) === 'try') return 'undecided';
      return isCatchSelected(owner) ? 'selected' : 'refused';
    case 'finally':
      if (phaseOf(owner) === 'try' || phaseOf(owner) === 'catch') return 'undecided';
      return isFinallyDue(owner) ? 'selected' : 'refused';
  }
}
