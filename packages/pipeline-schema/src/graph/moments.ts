import type { Arm } from '../component.ts';
import type { Stage } from '../pipeline.ts';
import type { Membership, Scope, ScopeRole } from './scopes.ts';

/** What is known of a pipeline before time comes in. */
export type StaticGraph = {
  readonly stages: ReadonlyMap<string, Stage>;
  readonly arms: ReadonlyMap<string, readonly Arm[]>;
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly membership: ReadonlyMap<string, Membership>;
  readonly dependencies: ReadonlyMap<string, readonly string[]>;
};

/**
 * The moments of a run that must follow each other, as numbers. A plain stage is one moment. A scope has several,
 * because it starts before its members and settles after them: its start, the end of each phase, its end.
 */
export interface Moments {
  readonly ids: readonly string[];
  readonly count: number;
  /** Outgoing edges by moment; grows while order edges are added. */
  readonly next: readonly number[][];
  startOf(id: string): number;
  endOf(id: string): number;
  /** When the members of a role may start: with their scope, or when the phase before has ended. */
  phaseStart(scope: string, role: ScopeRole): number;
  /** When all members of a role have settled. */
  phaseEnd(scope: string, role: ScopeRole): number;
  /** All moments of a stage. */
  momentsOf(id: string): readonly number[];
  /** The stage that a moment belongs to. */
  stageAt(moment: number): string;
  isStart(moment: number): boolean;
}

/** The moments of a pipeline with all edges but those of list order. */
export function createMoments(graph: StaticGraph): Moments {
  const ids = [...graph.stages.keys()];
  const start = new Map(ids.map((id, index) => [id, index]));
  const owner = [...ids];
  const next: number[][] = ids.map(() => []);
  const phases = new Map<string, PhaseEnds>();
  for (const id of graph.scopes.keys()) {
    const [tryEnd, catchEnd, end] = [owner.length, owner.length + 1, owner.length + 2] as const;
    owner.push(id, id, id);
    next.push([catchEnd], [end], []);
    phases.set(id, { tryEnd, catchEnd, end });
    next[start.get(id) ?? 0]?.push(tryEnd);
  }
  const startOf = (id: string) => start.get(id) ?? -1;
  const endOf = (id: string) => phases.get(id)?.end ?? startOf(id);
  const connect = (from: number, to: number) => next[from]?.push(to);

  for (const [id, dependencies] of graph.dependencies) {
    for (const other of dependencies) connect(endOf(other), startOf(id));
  }
  for (const [id, arms] of graph.arms) {
    for (const { role, stages } of arms) {
      for (const member of stages) connect(role === 'branch' ? endOf(id) : startOf(id), startOf(member));
    }
  }
  const phaseStart = (scope: string, role: ScopeRole): number => {
    const ends = phases.get(scope);
    if (ends === undefined) return -1;
    return role === 'catch' ? ends.tryEnd : role === 'finally' ? ends.catchEnd : startOf(scope);
  };
  const phaseEnd = (scope: string, role: ScopeRole): number => {
    const ends = phases.get(scope);
    if (ends === undefined) return -1;
    return role === 'try' ? ends.tryEnd : role === 'catch' ? ends.catchEnd : ends.end;
  };
  for (const [id, { scope, role, listed }] of graph.membership) {
    if (!phases.has(scope)) continue;
    if (listed) connect(phaseStart(scope, role), startOf(id));
    connect(endOf(id), phaseEnd(scope, role));
  }
  return {
    ids,
    count: owner.length,
    next,
    startOf,
    endOf,
    phaseStart,
    phaseEnd,
    momentsOf: (id) => {
      const ends = phases.get(id);
      return ends === undefined ? [startOf(id)] : [startOf(id), ends.tryEnd, ends.catchEnd, ends.end];
    },
    stageAt: (moment) => owner[moment] ?? '',
    isStart: (moment) => moment < ids.length,
  };
}

type PhaseEnds = { readonly tryEnd: number; readonly catchEnd: number; readonly end: number };
