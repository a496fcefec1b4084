import { ViewportPortal } from '@xyflow/react';
import { type ReactNode, useMemo } from 'react';
import type { EdgeState } from '../../model/canvas/edge-state.ts';
import { type FarLook, toFarPicture } from '../../model/canvas/far-picture.ts';
import { moveFlow } from '../../model/canvas/move-flow.ts';
import type { FlowEdge, FlowNode } from '../../model/canvas/to-flow.ts';
import { useRun } from '../../store/use-run.ts';
import { isStillHeld } from './hand.ts';
import { useShownHand } from './hand-store.ts';

type Flow = { readonly nodes: readonly FlowNode[]; readonly edges: readonly FlowEdge[] };

/**
 * All cards and lines seen from far away, as a few paths instead of twenty elements a stage: what lets a thousand stages be
 * panned. The cards themselves lie over it, see-through (`far-node.tsx`).
 * `base` is the flow that the hand takes its stages from.
 */
export function FarPicture({ flow, base }: { readonly flow: Flow; readonly base: object }): ReactNode {
  const hand = useShownHand();
  const { nodes, edges } = useMemo(
    () => (hand?.type === 'stages' && isStillHeld(hand, base) ? moveFlow(flow, hand.ids, hand.by) : flow),
    [flow, base, hand],
  );
  const run = useRun();
  const { boxes, lines, cards } = useMemo(() => toFarPicture(nodes, edges, run), [nodes, edges, run]);
  return (
    <ViewportPortal>
      <svg aria-hidden className="pointer-events-none absolute top-0 left-0 -z-1 size-px overflow-visible">
        <path d={boxes} className="fill-tint-control/8" />
        {[...lines].map(([state, path]) => (
          <path key={state} d={path} className={`fill-none ${STROKES[state]}`} strokeWidth={FAR_STROKE} />
        ))}
        {[...cards].map(([look, path]) => (
          <path key={look} d={path} className={FILLS[look]} />
        ))}
      </svg>
    </ViewportPortal>
  );
}

/** Wide enough to be half a pixel on the screen when a thousand stages fit into it. */
const FAR_STROKE = 6;

const STROKES: Record<EdgeState, string> = {
  plain: 'stroke-edge',
  ahead: 'stroke-edge',
  taken: 'stroke-accent',
  passed: 'stroke-faint',
  closed: 'stroke-line',
};

const FILLS: Record<FarLook, string> = {
  request: 'fill-tint-request/35',
  model: 'fill-tint-model/35',
  control: 'fill-tint-control/35',
  data: 'fill-tint-data/35',
  flow: 'fill-tint-flow/35',
  ghost: 'fill-failed/30',
  removed: 'fill-failed/12',
  running: 'fill-running',
  waiting: 'fill-waiting',
  succeeded: 'fill-succeeded/60',
  recovered: 'fill-recovered/80',
  failed: 'fill-failed',
  skipped: 'fill-skipped/25',
};
