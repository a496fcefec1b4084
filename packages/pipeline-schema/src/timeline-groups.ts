import type { TimelineGraph } from './critical-path.ts';
import type { Timeline, TimelineRow } from './timeline.ts';

/** Rows of one scope, in start order. */
export type TimelineGroup = {
  /**
   * Address of the block or iteration (`deploy-production`, `each[2]`, `each[2]/attempt`); undefined for the stages of
   * the pipeline itself.
   */
  readonly scope: string | undefined;
  readonly rows: readonly TimelineRow[];
};

/**
 * The rows by the innermost scope that they run in, groups in the order in which their first rows started; the
 * pipeline's own stages come first. Without a graph only loop iterations are known as scopes.
 */
export function groupTimeline(timeline: Timeline, graph?: Pick<TimelineGraph, 'scopeOf'>): readonly TimelineGroup[] {
  const groups = new Map<string | undefined, TimelineRow[]>([[undefined, []]]);
  for (const row of timeline.rows) {
    const scope = scopeAddressOf(row, graph?.scopeOf.get(row.stageId));
    const rows = groups.get(scope);
    if (rows) rows.push(row);
    else groups.set(scope, [row]);
  }
  return [...groups].filter(([, rows]) => rows.length > 0).map(([scope, rows]) => ({ scope, rows }));
}

function scopeAddressOf(row: TimelineRow, scope: string | undefined): string | undefined {
  const { iteration } = row;
  if (iteration === undefined) return scope;
  const loop = iteration.slice(iteration.lastIndexOf('/') + 1).replace(/\[\d+\]$/, '');
  return scope === undefined || scope === loop ? iteration : `${iteration}/${scope}`;
}
