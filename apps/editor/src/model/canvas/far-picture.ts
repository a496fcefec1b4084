import type { Run } from '@flowmason/pipeline-schema';
import type { StageCard } from '../document/stage-card.ts';
import { SCOPE } from '../layout/layout-sizes.ts';
import { toRoutePath } from '../layout/route-path.ts';
import { sumInstances, toShownStage } from '../runs/loop-instances.ts';
import { type StatusLook, toStageLook } from '../runs/status-look.ts';
import { type EdgeState, toEdgeState } from './edge-state.ts';
import type { FlowEdge, FlowNode } from './to-flow.ts';

/** How a card looks from far away: in the colour of its kind, or of its status once it has one in a run. */
export type FarLook = StageCard['category'] | Exclude<StatusLook['tone'], 'neutral'> | 'ghost' | 'removed';

/** A diagram as a few SVG paths: everything that looks the same is one path. */
export interface FarPicture {
  readonly boxes: string;
  readonly lines: ReadonlyMap<EdgeState, string>;
  readonly cards: ReadonlyMap<FarLook, string>;
}

/** The picture of all nodes where they stand now, and of all edges, as they are in the run. */
export function toFarPicture(nodes: readonly FlowNode[], edges: readonly FlowEdge[], run: Run | undefined): FarPicture {
  const cards = Map.groupBy(nodes, (node) => toFarLook(node, run));
  const lines = Map.groupBy(edges, ({ data: { edge } }) =>
    toEdgeState(edge, run?.stages[edge.from], run?.stages[edge.to]),
  );
  return {
    boxes: nodes
      .filter(isScope)
      .map(({ position, width, height }) => rectangle(position, width, height))
      .join(''),
    lines: mapValues(lines, (group) => group.map(({ data }) => toRoutePath(data.route)).join('')),
    cards: mapValues(cards, (group) => group.map(toCardPath).join('')),
  };
}

function toFarLook({ data }: FlowNode, run: Run | undefined): FarLook {
  const { card, id } = data.node;
  if (card.kind === 'ghost' || card.kind === 'removed') return card.kind;
  const own = run?.stages[id];
  const shown = (run && data.isInLoop ? sumInstances(run.stages, id) : undefined) ?? (own && toShownStage(own));
  const tone = shown ? toStageLook(shown).tone : 'neutral';
  return tone === 'neutral' ? card.category : tone;
}

/** Of a box only its head has the colour. */
function toCardPath(node: FlowNode): string {
  return rectangle(node.position, node.width, isScope(node) ? SCOPE.header : node.height);
}

function isScope({ type }: FlowNode): boolean {
  return type === 'scope';
}

function rectangle({ x, y }: FlowNode['position'], width: number, height: number): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

function mapValues<K, V, W>(map: ReadonlyMap<K, V>, to: (value: V) => W): ReadonlyMap<K, W> {
  return new Map([...map].map(([key, value]) => [key, to(value)]));
}
