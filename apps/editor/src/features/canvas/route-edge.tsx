import type { Edge, EdgeProps } from '@xyflow/react';
import { memo, type ReactNode } from 'react';
import { toEdgeName } from '../../model/canvas/connect-edge.ts';
import { type EdgeState, toEdgeState } from '../../model/canvas/edge-state.ts';
import type { FlowEdge } from '../../model/canvas/to-flow.ts';
import type { Point } from '../../model/layout/layout-sizes.ts';
import { toRoutePath } from '../../model/layout/route-path.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { useIsEditing } from './editing-context.ts';
import { useHeldRoute } from './hand-store.ts';

/** A line along its route. Draws again only when it is taken, passed or closed, or when it or one of its ends is selected or moved. */
export const RouteEdge = memo(function RouteEdge({ data }: EdgeProps<Edge<FlowEdge['data']>>): ReactNode {
  const edge = data?.edge;
  const isEditing = useIsEditing();
  const route = useHeldRoute(data);
  const state = useEditorStore(
    ({ run }): EdgeState => (edge ? toEdgeState(edge, run?.stages[edge.from], run?.stages[edge.to]) : 'plain'),
  );
  const isTouched = useEditorStore(
    ({ selectedStageId }) =>
      selectedStageId !== undefined && (selectedStageId === edge?.from || selectedStageId === edge?.to),
  );
  const isPicked = useEditorStore(({ pickedEdgeId }) => pickedEdgeId !== undefined && pickedEdgeId === edge?.id);
  const isDimmed = useEditorStore(
    ({ litIds, linking }) =>
      linking !== undefined ||
      (litIds !== undefined && edge !== undefined && !(litIds.has(edge.from) && litIds.has(edge.to))),
  );
  if (!data || !edge) return null;
  const isRemoved = edge.kind === 'removed';
  const isDashed = state === 'closed' || edge.kind === 'reads' || isRemoved;
  const path = toRoutePath(route);
  const line = (
    <path
      d={path}
      className={classNames(
        'fill-none transition-[stroke,opacity]',
        isPicked && 'stroke-accent!',
        !isPicked && (isTouched && state !== 'taken' ? 'stroke-muted!' : STROKES[state]),
        !isPicked && isEditing && 'group-hover:stroke-muted!',
        isDimmed ? 'opacity-25' : (state === 'closed' || isRemoved) && 'opacity-35',
      )}
      style={{ strokeWidth: isPicked ? 2 : 1.5, ...(isDashed && { strokeDasharray: '4 4' }) }}
      markerEnd={`url(#arrow-${state === 'taken' || isPicked ? 'taken' : 'plain'})`}
    />
  );
  if (!isEditing || isRemoved) return line;
  function pick(): void {
    const { selectStage, pickEdge } = useEditorStore.getState();
    selectStage(undefined);
    pickEdge(edge?.id);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button inside of a picture
    <g
      role="button"
      tabIndex={-1}
      data-edge={edge.id}
      aria-label={toEdgeName(edge)}
      aria-pressed={isPicked}
      className="group nopan outline-none"
      onClick={pick}
      onKeyDown={({ key }) => key === 'Enter' && pick()}
    >
      <path d={path} className="cursor-pointer fill-none stroke-transparent" strokeWidth={14} pointerEvents="stroke" />
      {line}
      <EdgeEnd id={edge.id} end="from" at={route[0]} isPicked={isPicked} />
      <EdgeEnd id={edge.id} end="to" at={route.at(-1)} isPicked={isPicked} />
    </g>
  );
});

/** The end of a line, to be taken to another stage; shows while the line is selected or under the pointer. */
function EdgeEnd(props: {
  readonly id: string;
  readonly end: 'from' | 'to';
  readonly at: Point | undefined;
  readonly isPicked: boolean;
}): ReactNode {
  const { id, end, at, isPicked } = props;
  if (!at) return null;
  return (
    <circle
      data-edge={id}
      data-edge-end={end}
      cx={at.x + (end === 'from' ? 14 : -14)}
      cy={at.y}
      r={6}
      pointerEvents="all"
      className={classNames(
        'cursor-grab fill-surface stroke-accent transition-opacity',
        isPicked ? 'opacity-100' : 'opacity-0 group-hover:opacity-100',
      )}
      strokeWidth={1.5}
    />
  );
}

const STROKES: Record<EdgeState, string> = {
  plain: 'stroke-edge!',
  ahead: 'stroke-edge!',
  taken: 'stroke-accent!',
  passed: 'stroke-faint!',
  closed: 'stroke-edge!',
};
