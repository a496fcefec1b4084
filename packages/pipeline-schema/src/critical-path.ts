import type { Timeline, TimelineRow } from './timeline.ts';

/** What the layout needs to know of the graph: `PipelineGraph` has both. */
export type TimelineGraph = {
  /** By stage id: what has to settle, or open as its owner, before the stage may start. */
  readonly predecessors: ReadonlyMap<string, Iterable<string>>;
  /** By stage id: the innermost trycatch or foreach that it is a member of. */
  readonly scopeOf: ReadonlyMap<string, string | undefined>;
};

/** A row that determined when the run ended, with the stretch of time that it took. */
export type CriticalStretch = { readonly key: string; readonly startMs: number; readonly endMs: number };

/**
 * The chain of stages that determined when a finished run ended, first one first; shortening any other stage alone would
 * not have ended the run sooner. A block stands in it through its members. Empty while the run lasts.
 * Without a graph the stage that ended last before another's start counts as what that one waited for.
 */
export function criticalPath(timeline: Timeline, graph?: TimelineGraph): readonly CriticalStretch[] {
  if (timeline.endMs === null) return [];
  const rows = new Rows(timeline.rows, graph);
  const path: CriticalStretch[] = [];
  let point = rows.lastEnd();
  // Each step goes to an earlier place in the journal, so the walk ends.
  while (point) {
    const { row, side } = point;
    const member: TimelineRow | undefined = side === 'end' ? rows.lastMember(row) : undefined;
    if (side === 'end' && !member && row.status !== 'skipped') {
      path.push({ key: row.key, startMs: row.startMs, endMs: row.endMs ?? row.startMs });
    }
    point = member ? { row: member, side: 'end' } : rows.causeOf(row);
  }
  return path.reverse();
}

/**
 * By row key: when the stage could have started, which is when the last of its predecessors had settled. Later starts
 * were queued behind `max_parallel`. Rows without a predecessor could have started at 0.
 */
export function readyTimes(timeline: Timeline, graph: TimelineGraph): ReadonlyMap<string, number> {
  const rows = new Rows(timeline.rows, graph);
  return new Map(timeline.rows.map((row) => [row.key, rows.lastPredecessor(row)?.ms ?? 0]));
}

type Point = { readonly row: TimelineRow; readonly side: 'start' | 'end' };
type Cause = Point & { readonly seq: number; readonly ms: number };

const BLOCKS = new Set(['trycatch', 'foreach']);
/** Gaps up to this are the runner's own work between two stages, not a queue. */
const OVERHEAD_MS = 2;

class Rows {
  readonly #byKey: ReadonlyMap<string, TimelineRow>;
  readonly #byEnd: readonly TimelineRow[];
  readonly #graph: TimelineGraph | undefined;

  constructor(rows: readonly TimelineRow[], graph: TimelineGraph | undefined) {
    this.#byKey = new Map(rows.map((row) => [row.key, row]));
    this.#byEnd = rows.filter((row) => row.endSeq !== null).sort((a, b) => (a.endSeq ?? 0) - (b.endSeq ?? 0));
    this.#graph = graph;
  }

  lastEnd(): Point | undefined {
    const row = this.#byEnd.at(-1);
    return row && { row, side: 'end' };
  }

  /** The member of a block that ended last before the block did. */
  lastMember(block: TimelineRow): TimelineRow | undefined {
    if (!BLOCKS.has(block.component)) return undefined;
    return this.#byEnd.findLast(
      (row) => row.startSeq > block.startSeq && (row.endSeq ?? 0) < (block.endSeq ?? 0) && this.#isMember(row, block),
    );
  }

  /** What `row` waited for before it started: a predecessor, or the stage whose end made room for it. */
  causeOf(row: TimelineRow): Point | undefined {
    const before = this.#lastEndBefore(row.startSeq);
    if (!this.#graph) return before && { row: before, side: 'end' };
    const predecessor = this.lastPredecessor(row);
    const readyMs = predecessor?.ms ?? 0;
    const wasQueued = row.startMs - readyMs > OVERHEAD_MS && before?.endMs != null && before.endMs > readyMs;
    return wasQueued && before ? { row: before, side: 'end' } : predecessor;
  }

  /** The predecessor that settled last; an owner that is still open counts from its start. */
  lastPredecessor(row: TimelineRow): Cause | undefined {
    let last: Cause | undefined;
    for (const id of this.#graph?.predecessors.get(row.stageId) ?? []) {
      const cause = toCause(this.#find(id, row.iteration), row.startSeq);
      if (cause && (!last || cause.seq > last.seq)) last = cause;
    }
    return last;
  }

  #lastEndBefore(seq: number): TimelineRow | undefined {
    let low = 0;
    let high = this.#byEnd.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#byEnd[middle]?.endSeq ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return this.#byEnd[low - 1];
  }

  /** The row of a stage as seen from inside `iteration`: its own iteration's first, then the ones around it. */
  #find(stageId: string, iteration: string | undefined): TimelineRow | undefined {
    for (let scope = iteration; scope !== undefined; scope = parentOf(scope)) {
      const row = this.#byKey.get(`${scope}/${stageId}`);
      if (row) return row;
    }
    return this.#byKey.get(stageId);
  }

  #isMember(row: TimelineRow, block: TimelineRow): boolean {
    if (row.key.startsWith(`${block.key}[`)) return true;
    if (!this.#graph) return true;
    // The scopes around a stage are few; `seen` is for documents in which they form a ring.
    const seen = new Set<string>();
    let scope = this.#graph.scopeOf.get(row.stageId);
    while (scope !== undefined && scope !== block.stageId && !seen.has(scope)) {
      seen.add(scope);
      scope = this.#graph.scopeOf.get(scope);
    }
    return scope === block.stageId && (row.iteration ?? '').startsWith(block.iteration ?? '');
  }
}

function toCause(row: TimelineRow | undefined, beforeSeq: number): Cause | undefined {
  if (!row) return undefined;
  if (row.endSeq !== null && row.endSeq < beforeSeq) {
    return { row, side: 'end', seq: row.endSeq, ms: row.endMs ?? row.startMs };
  }
  return row.startSeq < beforeSeq ? { row, side: 'start', seq: row.startSeq, ms: row.startMs } : undefined;
}

/** `outer[0]/inner[1]` → `outer[0]`. */
function parentOf(iteration: string): string | undefined {
  const slash = iteration.lastIndexOf('/');
  return slash === -1 ? undefined : iteration.slice(0, slash);
}
