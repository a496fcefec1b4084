import { ViewportPortal } from '@xyflow/react';
import { type ReactNode, useMemo } from 'react';
import { type EdgeState, toEdgeState } from '../../model/edge-state.ts';
import { toRoutePath } from '../../model/route-path.ts';
import type { FlowEdge } from '../../model/to-flow.ts';
import { useRun } from '../../store/use-run.ts';

/** All lines seen from far away: one path for all that look the same, instead of an element for each. */
export function FarEdges({ edges }: { readonly edges: readonly FlowEdge[] }): ReactNode {
  const run = useRun();
  const paths = useMemo(() => edges.map(({ data }) => ({ edge: data.edge, path: toRoutePath(data.route) })), [edges]);
  const byState = Map.groupBy(paths, ({ edge }) => toEdgeState(edge, run?.stages[edge.from], run?.stages[edge.to]));
  return (
    <ViewportPortal>
      <svg aria-hidden className="pointer-events-none absolute top-0 left-0 size-px overflow-visible">
        {[...byState].map(([state, group]) => (
          <path
            key={state}
            d={group.map(({ path }) => path).join(' ')}
            className={`fill-none ${STROKES[state]}`}
            // As thin as the screen can draw it, however far away.
            vectorEffect="non-scaling-stroke"
            strokeWidth={1}
          />
        ))}
      </svg>
    </ViewportPortal>
  );
}

const STROKES: Record<EdgeState, string> = {
  plain: 'stroke-edge',
  ahead: 'stroke-edge',
  taken: 'stroke-accent',
  passed: 'stroke-faint',
  closed: 'stroke-line',
};
