import type { PipelineGraph } from '../graph.ts';
import type { Stage } from '../pipeline.ts';

/**
 * What must have happened for a stage to run: for each decision on the way the arm that must have been taken, and for
 * each trycatch whether its try must have gone through or its catch must have run. A set larger than `MOST` is not
 * followed further, and nothing is claimed about such a stage.
 */
export interface Guards {
  /** Undefined when there is nothing that can be said. */
  of(id: string): ReadonlySet<string> | undefined;
}

/** A guard as text: owner and arm. */
export function guardOf(owner: string, arm: string): string {
  return `${owner} ${arm}`;
}

/** The owner and the arm of a guard; ids hold no blanks, arm names may. */
export function readGuard(guard: string): { readonly owner: string; readonly arm: string } {
  const blank = guard.indexOf(' ');
  return { owner: guard.slice(0, blank), arm: guard.slice(blank + 1) };
}

const MOST = 100;
const NONE: ReadonlySet<string> = new Set();

type MaybeSet = ReadonlySet<string> | undefined;

/** Works the guards of all stages out, once, in the order in which they may run. */
export function collectGuards({ graph }: { readonly graph: PipelineGraph }): Guards {
  const known = new Map<string, MaybeSet>();
  const guardsOf = (id: string): MaybeSet => (known.has(id) ? known.get(id) : NONE);

  const bySelection = (id: string): MaybeSet => {
    const ways = (graph.owners.get(id) ?? []).map(({ owner, arm, role }) =>
      role === 'finally'
        ? guardsOf(owner)
        : union([guardsOf(owner), new Set([guardOf(owner, role === 'branch' ? arm : role)])]),
    );
    return ways.length === 0 ? NONE : intersection(ways);
  };
  const byDependencies = ({ id, join }: Stage): MaybeSet => {
    const membership = graph.membership.get(id);
    const isOrderOnly = membership?.role === 'catch' || membership?.role === 'finally';
    const gating = graph.joinDependencies(id).filter((other) => {
      return !(isOrderOnly && graph.membership.get(other)?.scope === membership.scope);
    });
    if (join === 'always' || gating.length === 0) return NONE;
    const ways = gating.map((other) => {
      const stage = graph.stages.get(other);
      const goesThrough = stage?.component === 'trycatch' && stage.config['error_scope'] !== 'continue';
      return goesThrough ? union([guardsOf(other), new Set([guardOf(other, 'try')])]) : guardsOf(other);
    });
    return join === 'all' ? union(ways) : intersection(ways);
  };

  for (const id of graph.order) {
    const stage = graph.stages.get(id);
    if (stage !== undefined) known.set(id, union([bySelection(id), byDependencies(stage)]));
  }
  return { of: guardsOf };
}

function union(sets: readonly MaybeSet[]): MaybeSet {
  let result: ReadonlySet<string> = NONE;
  for (const set of sets) {
    if (set === undefined) return undefined;
    if (result.size === 0) result = set;
    else if (set.size > 0 && set !== result) {
      const base = result;
      const added = [...set].filter((guard) => !base.has(guard));
      if (added.length > 0) result = new Set([...base, ...added]);
    }
  }
  return result.size > MOST ? undefined : result;
}

function intersection(sets: readonly MaybeSet[]): MaybeSet {
  const [first, ...others] = sets;
  if (others.length === 0 || others.every((set) => set === first)) return first;
  if (sets.includes(undefined)) return undefined;
  const common = [...(first ?? NONE)].filter((guard) => others.every((set) => set?.has(guard)));
  return new Set(common);
}
