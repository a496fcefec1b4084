import { groupTimeline, type Timeline, type TimelineGraph, type TimelineRow } from '@flowmason/pipeline-schema';

/** One line of the drawn timeline, from top to bottom. `depth` is how many scopes stand around it. */
export type TimelineLine =
  | StageLine
  | IterationLine
  | {
      readonly kind: 'skipped';
      readonly key: string;
      readonly depth: number;
      readonly count: number;
      readonly isOpen: boolean;
    };

/** A stage instance. `isOpen` says whether its members are shown; undefined when it has none. */
export interface StageLine {
  readonly kind: 'stage';
  readonly key: string;
  readonly depth: number;
  readonly row: TimelineRow;
  readonly isOpen: boolean | undefined;
}

/** One turn of a loop, as the sum of its members. */
export interface IterationLine {
  readonly kind: 'iteration';
  readonly key: string;
  readonly depth: number;
  readonly rows: readonly TimelineRow[];
  readonly isOpen: boolean;
}

/** Under this key stand the stages that were skipped. */
export const SKIPPED_KEY = ' skipped';

/**
 * The lines of a timeline in start order; the members of a trycatch or foreach follow it, a loop's by iteration. Skipped
 * stages stand together at the end. `toggled` holds the keys whose lines are not as they start: blocks start open, the
 * iterations of a long loop and the skipped stages closed.
 */
export function toTimelineLines(
  timeline: Timeline,
  graph: Pick<TimelineGraph, 'scopeOf'> | undefined,
  toggled: ReadonlySet<string>,
): readonly TimelineLine[] {
  const groups = new Map(groupTimeline(timeline, graph).map(({ scope, rows }) => [scope, rows]));
  const iterations = iterationsByLoop(groups.keys());
  const lines: TimelineLine[] = [];
  const visited = new Set<string | undefined>();

  // Goes through what is closed too, so that what nobody leads to can be told apart from it.
  function visit(scope: string | undefined, depth: number, isShown: boolean): void {
    if (visited.has(scope)) return;
    visited.add(scope);
    for (const row of groups.get(scope) ?? []) {
      if (isSkipped(row)) continue;
      const turns = iterations.get(row.key) ?? [];
      const hasMembers = turns.length > 0 || groups.has(row.key);
      const isOpen = hasMembers ? !toggled.has(row.key) : undefined;
      if (isShown) lines.push({ kind: 'stage', key: row.key, depth, row, isOpen });
      visit(row.key, depth + 1, isShown && isOpen === true);
      for (const turn of turns) visitTurn(turn, depth + 1, isShown && isOpen === true, turns.length > LONG_LOOP);
    }
  }
  function visitTurn(turn: string, depth: number, isShown: boolean, isLong: boolean): void {
    const isOpen = toggled.has(turn) === isLong;
    if (isShown) lines.push({ kind: 'iteration', key: turn, depth, rows: groups.get(turn) ?? [], isOpen });
    visit(turn, depth + 1, isShown && isOpen);
  }

  visit(undefined, 0, true);
  for (const scope of groups.keys()) visit(scope, 0, true);
  return [...lines, ...skippedLines(timeline, toggled)];
}

const LONG_LOOP = 8;

function isSkipped(row: TimelineRow): boolean {
  return row.status === 'skipped' && row.segments.length === 0;
}

/** The addresses of iterations by the address of their loop: `each[2]` by `each`. */
function iterationsByLoop(scopes: Iterable<string | undefined>): ReadonlyMap<string, readonly string[]> {
  const byLoop = new Map<string, Set<string>>();
  for (const scope of scopes) {
    const turn = scope?.replace(/(\[\d+\])\/[^[\]/]*$/, '$1');
    const loop = turn?.replace(/\[\d+\]$/, '');
    if (turn === undefined || loop === undefined || loop === turn) continue;
    const turns = byLoop.get(loop) ?? new Set();
    byLoop.set(loop, turns.add(turn));
  }
  return new Map([...byLoop].map(([loop, turns]) => [loop, [...turns].sort(byIndex)]));
}

function byIndex(a: string, b: string): number {
  return indexOf(a) - indexOf(b);
}

function indexOf(turn: string): number {
  return Number(/\[(\d+)\]$/.exec(turn)?.[1] ?? 0);
}

function skippedLines(timeline: Timeline, toggled: ReadonlySet<string>): readonly TimelineLine[] {
  const skipped = timeline.rows.filter(isSkipped);
  if (skipped.length === 0) return [];
  const isOpen = toggled.has(SKIPPED_KEY);
  const head: TimelineLine = { kind: 'skipped', key: SKIPPED_KEY, depth: 0, count: skipped.length, isOpen };
  if (!isOpen) return [head];
  return [
    head,
    ...skipped.map((row): StageLine => ({ kind: 'stage', key: row.key, depth: 1, row, isOpen: undefined })),
  ];
}
