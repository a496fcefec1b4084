import { findKnots, type Knots } from './knots.ts';
import type { Moments } from './moments.ts';

/** Order, waves and cycles of a pipeline whose moments have all their edges. */
export function analyseMoments(moments: Moments) {
  const knots = findKnots(moments.next);
  const { order, wave } = sortMoments(moments);
  return { order, wave, cycles: findCycles(moments, knots), isUpstream: createIsUpstream(moments, knots) };
}

function sortMoments(moments: Moments): { order: readonly string[]; wave: ReadonlyMap<string, number> } {
  const waiting = new Int32Array(moments.count);
  for (const targets of moments.next) for (const to of targets) waiting[to] = (waiting[to] ?? 0) + 1;
  const level = new Int32Array(moments.count);
  const queue: number[] = [];
  for (let moment = 0; moment < moments.count; moment++) if (waiting[moment] === 0) queue.push(moment);
  const order: string[] = [];
  for (const moment of queue) {
    if (moments.isStart(moment)) order.push(moments.stageAt(moment));
    for (const to of moments.next[moment] ?? []) {
      // The ends of a scope take no place of their own: only the step into a stage counts.
      const step = (level[moment] ?? 0) + (moments.isStart(to) ? 1 : 0);
      level[to] = Math.max(level[to] ?? 0, step);
      waiting[to] = (waiting[to] ?? 0) - 1;
      if (waiting[to] === 0) queue.push(to);
    }
  }
  const placed = new Set(order);
  order.push(...moments.ids.filter((id) => !placed.has(id)));
  return { order, wave: new Map(moments.ids.map((id, index) => [id, level[index] ?? 0])) };
}

/** For each knot the shortest way from one of its moments back to itself, as stage ids. */
function findCycles(moments: Moments, { part, members }: Knots): readonly (readonly string[])[] {
  const cycles: string[][] = [];
  for (const nodes of members) {
    const first = nodes.reduce((least, node) => Math.min(least, node));
    const isLoop = nodes.length > 1 || (moments.next[first] ?? []).includes(first);
    if (!isLoop) continue;
    const ids: string[] = [];
    for (const moment of shortestCycle(first, moments.next, (node) => part[node] === part[first])) {
      const id = moments.stageAt(moment);
      if (ids.at(-1) !== id) ids.push(id);
    }
    if (ids.length > 1 && ids.at(-1) === ids[0]) ids.pop();
    cycles.push(ids);
  }
  return cycles;
}

function shortestCycle(
  start: number,
  next: readonly (readonly number[])[],
  isInside: (node: number) => boolean,
): readonly number[] {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const node of queue) {
    for (const to of next[node] ?? []) {
      if (to === start) {
        const path = [node];
        for (let at = cameFrom.get(node); at !== undefined; at = cameFrom.get(at)) path.push(at);
        return path.reverse();
      }
      if (!isInside(to) || cameFrom.has(to)) continue;
      cameFrom.set(to, node);
      queue.push(to);
    }
  }
  return [start];
}

/**
 * Walks back from the reader, but never past the rank of what it reads, and only to the next reader that has been found
 * behind it before: a chain whose stages all read the first one is not walked back for each of them.
 */
function createIsUpstream(moments: Moments, { part }: Knots): (reader: string, read: string) => boolean {
  const previous: number[][] = Array.from({ length: moments.count }, () => []);
  moments.next.forEach((targets, from) => {
    for (const to of targets) previous[to]?.push(from);
  });
  const seenBy = new Int32Array(moments.count).fill(-1);
  const readersOf = new Map<number, Set<number>>();
  let query = 0;
  return (reader, read) => {
    const [target, start] = [moments.endOf(read), moments.startOf(reader)];
    if (target < 0 || start < 0 || target === start) return false;
    const floor = part[target] ?? 0;
    const readers = readersOf.get(target) ?? new Set([target]);
    readersOf.set(target, readers);
    query++;
    const stack = [start];
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      for (const before of previous[node] ?? []) {
        if (readers.has(before)) {
          readers.add(start);
          return true;
        }
        if (seenBy[before] === query || (part[before] ?? 0) < floor) continue;
        seenBy[before] = query;
        stack.push(before);
      }
    }
    return false;
  };
}
