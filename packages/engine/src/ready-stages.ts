import { type Instance, isContainer } from './state.ts';

/**
 * What may start, in the order in which it should: stages that take no time come first, in file order, and then the
 * others, first come first served. So the order in which stages became ready decides as little as possible.
 */
export interface ReadyStages {
  /** Adds a stage; nothing changes for one that is there already. */
  add(instance: Instance): void;
  /** Takes the next one out; undefined when none is left, or none that there is room for. */
  take(room: { readonly running: number; readonly limit: number }): Instance | undefined;
}

/** Creates an empty list. */
export function createReadyStages(): ReadyStages {
  const timed = new Set<Instance>();
  const instants: Instance[] = [];
  return {
    add(instance) {
      if (takesTime(instance)) timed.add(instance);
      else insertByRank(instants, instance);
    },
    take({ running, limit }) {
      const instant = instants.shift();
      if (instant || running >= limit) return instant;
      const [first] = timed;
      if (first) timed.delete(first);
      return first;
    },
  };
}

/** False for blocks and deciders, which are through with their start as soon as it is recorded. */
export function takesTime({ planned }: Pick<Instance, 'planned'>): boolean {
  return !isContainer(planned) && planned.component?.choose === undefined;
}

function insertByRank(list: Instance[], instance: Instance): void {
  if (list.includes(instance)) return;
  let place = list.length;
  while (place > 0 && (list[place - 1]?.planned.rank ?? 0) > instance.planned.rank) place--;
  list.splice(place, 0, instance);
}
