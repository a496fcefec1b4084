import type { Arm, ArmRole } from '../component.ts';
import type { Stage } from '../pipeline.ts';
import type { Owner } from './owners.ts';

/** A trycatch or foreach, with its members by role: those that it lists, and those that listed deciders own in turn. */
export type Scope = {
  readonly id: string;
  readonly kind: 'trycatch' | 'foreach';
  /** In the order of the lists; a stage that a listed decider owns follows it. */
  readonly members: Readonly<Record<ScopeRole, readonly string[]>>;
};

export type ScopeRole = Exclude<ArmRole, 'branch'>;

/** The innermost scope of a stage; `listed` is false for a stage that is a member only through a decider. */
export type Membership = { readonly scope: string; readonly role: ScopeRole; readonly listed: boolean };

/** Finds every scope and who is a member of it. Of several scopes that hold a stage the innermost wins, then the first. */
export function collectScopes(
  stages: ReadonlyMap<string, Stage>,
  arms: ReadonlyMap<string, readonly Arm[]>,
  owners: ReadonlyMap<string, readonly Owner[]>,
) {
  const membership = new Map<string, Membership>();
  const depth = new Map<string, number>();
  // Owners before members, so that an owner's own scope is known when its members ask for it.
  for (const id of ownersFirst(stages, arms, owners)) {
    const best = innermost(owners.get(id) ?? [], membership, depth);
    if (best) membership.set(id, best);
    depth.set(id, best ? (depth.get(best.scope) ?? 0) + 1 : 0);
  }
  return { membership, scopes: toScopes(arms, membership) };
}

function innermost(
  owners: readonly Owner[],
  membership: ReadonlyMap<string, Membership>,
  depth: ReadonlyMap<string, number>,
): Membership | undefined {
  let best: Membership | undefined;
  for (const { owner, role } of owners) {
    const through = membership.get(owner);
    const candidate =
      role === 'branch' ? through && { ...through, listed: false } : { scope: owner, role, listed: true };
    if (candidate === undefined) continue;
    const isDeeper = best === undefined || (depth.get(candidate.scope) ?? 0) > (depth.get(best.scope) ?? 0);
    if (isDeeper || (best?.scope === candidate.scope && candidate.listed && !best.listed)) best = candidate;
  }
  return best;
}

/** Every stage once, its owners before it; stages that own each other in a circle come last. */
function ownersFirst(
  stages: ReadonlyMap<string, Stage>,
  arms: ReadonlyMap<string, readonly Arm[]>,
  owners: ReadonlyMap<string, readonly Owner[]>,
): readonly string[] {
  const waiting = new Map([...owners].map(([id, list]) => [id, list.length]));
  const order = [...stages.keys()].filter((id) => !waiting.has(id));
  for (const id of order) {
    for (const arm of arms.get(id) ?? []) {
      for (const member of arm.stages) {
        const left = (waiting.get(member) ?? 0) - 1;
        waiting.set(member, left);
        if (left === 0) order.push(member);
      }
    }
  }
  const placed = new Set(order);
  return [...order, ...[...stages.keys()].filter((id) => !placed.has(id))];
}

function toScopes(arms: ReadonlyMap<string, readonly Arm[]>, membership: ReadonlyMap<string, Membership>) {
  const scopes = new Map<string, Scope>();
  for (const [id, lists] of arms) {
    if (lists.every(({ role }) => role === 'branch')) continue;
    const members = {
      try: new Set<string>(),
      catch: new Set<string>(),
      finally: new Set<string>(),
      body: new Set<string>(),
    };
    for (const { role, stages } of lists) {
      if (role === 'branch') continue;
      for (const member of stages)
        gather(member, { scope: id, role, listed: true }, { arms, membership }, members[role]);
    }
    scopes.set(id, {
      id,
      kind: lists.some(({ role }) => role === 'body') ? 'foreach' : 'trycatch',
      members: {
        try: [...members.try],
        catch: [...members.catch],
        finally: [...members.finally],
        body: [...members.body],
      },
    });
  }
  return scopes;
}

/** Adds a listed member and all that it owns through branches, as far as they belong to the same scope and role. */
function gather(
  listed: string,
  place: Membership,
  graph: { arms: ReadonlyMap<string, readonly Arm[]>; membership: ReadonlyMap<string, Membership> },
  into: Set<string>,
): void {
  const stack = [listed];
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const actual = graph.membership.get(id);
    if (into.has(id) || actual?.scope !== place.scope || actual.role !== place.role) continue;
    into.add(id);
    const branches = (graph.arms.get(id) ?? []).filter((arm) => arm.role === 'branch');
    stack.push(...branches.flatMap(({ stages }) => stages).reverse());
  }
}

/** Whether the scope `outer` stands around `inner`, at whatever depth. Scopes that list each other (a broken document) end the walk. */
export function isInScope(inner: string, outer: string, membership: ReadonlyMap<string, Membership>): boolean {
  const seen = new Set<string>();
  for (let at = membership.get(inner)?.scope; at !== undefined && !seen.has(at); at = membership.get(at)?.scope) {
    if (at === outer) return true;
    seen.add(at);
  }
  return false;
}
