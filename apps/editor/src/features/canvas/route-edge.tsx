import { BaseEdge, type Edge, type EdgeProps } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import { type EdgeState, toEdgeState } from '../../model/edge-state.ts';
import { toRoutePath } from '../../model/route-path.ts';
import type { FlowEdge } from '../../model/to-flow.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { classNames } from '../../ui/class-names.ts';

/** A line along its route. Draws again only when it is taken, passed or closed, or when one of its ends is selected. */
export const RouteEdge = memo(function RouteEdge({ data }: EdgeProps<Edge<FlowEdge['data']>>): ReactNode {
  const edge = data?.edge;
  const state = useEditorStore(
    ({ run }): EdgeState => (edge ? toEdgeState(edge, run?.stages[edge.from], run?.stages[edge.to]) : 'plain'),
  );
  const isTouched = useEditorStore(
    ({ selectedStageId }) =>
      selectedStageId !== undefined && (selectedStageId === edge?.from || selectedStageId === edge?.to),
  );
  if (!data || !edge) return null;
  const isDashed = state === 'closed' || edge.kind === 'reads';
  return (
    <BaseEdge
      path={toRoutePath(data.route)}
      interactionWidth={0}
      className={classNames(
        'fill-none transition-[stroke,opacity]',
        isTouched && state !== 'taken' ? 'stroke-muted!' : STROKES[state],
        state === 'closed' && 'opacity-35',
      )}
      style={{ strokeWidth: 1.5, ...(isDashed && { strokeDasharray: '4 4' }) }}
      markerEnd={`url(#arrow-${state === 'taken' ? 'taken' : 'plain'})`}
    />
  );
});

const STROKES: Record<EdgeState, string> = {
  plain: 'stroke-edge!',
  ahead: 'stroke-edge!',
  taken: 'stroke-accent!',
  passed: 'stroke-faint!',
  closed: 'stroke-edge!',
};
