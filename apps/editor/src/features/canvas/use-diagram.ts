import { builtinComponents } from '@flowmason/engine';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { type StageDiagram, toStageDiagram } from '../../model/canvas/stage-diagram.ts';
import { placeLayered } from '../../model/layout/layered/layered-layout.ts';
import { layoutDiagram } from '../../model/layout/layout.ts';
import type { DiagramLayout } from '../../model/layout/layout-compose.ts';
import type { GraphLayouter } from '../../model/layout/layout-graph.ts';
import { toLayoutKey } from '../../model/layout/layout-key.ts';
import type { StagePositions } from '../../model/layout/layout-pins.ts';
import { useRemovedStages } from './use-removed-stages.ts';

/** A diagram together with its places. */
export interface Drawing {
  /** The stages that are there: what gestures and commands are about. */
  readonly diagram: StageDiagram;
  /** All that is drawn: while two versions are compared, also the stages that were removed. */
  readonly shown: StageDiagram;
  /** Has a place for all that is drawn. */
  readonly layout: DiagramLayout;
}

type DiagramOptions = {
  readonly folded: ReadonlySet<string>;
  /** Shows lanes and outcomes that nothing stands in. */
  readonly hasEmptyLists: boolean;
};

/**
 * The diagram of a pipeline and, once it is laid out, where everything stands; until then the places before. Nothing is laid
 * out again while only the words on the cards change.
 */
export function useDiagram(opened: OpenedPipeline, { folded, hasEmptyLists }: DiagramOptions) {
  const { reading, graph } = opened;
  const { ghosts } = reading;
  const diagram = useMemo<StageDiagram>(
    () => (graph ? toStageDiagram({ graph, ghosts, components: builtinComponents, folded, hasEmptyLists }) : EMPTY),
    [graph, ghosts, folded, hasEmptyLists],
  );
  const { shown, positions } = useRemovedStages({ diagram, positions: reading.pipeline?.layout ?? NOWHERE }, folded);
  const key = useMemo(() => toLayoutKey(shown, positions), [shown, positions]);
  const [placed, setPlaced] = useState<Placed>();
  const [error, setError] = useState<unknown>();
  const wanted = useRef({ shown, positions });
  wanted.current = { shown, positions };

  useEffect(() => {
    let isWanted = true;
    layOut(wanted.current.shown, wanted.current.positions).then(
      (layout) => isWanted && setPlaced({ key, layout }),
      (failure: unknown) => isWanted && setError(failure),
    );
    return () => {
      isWanted = false;
    };
  }, [key]);

  // While new places are worked out the diagram before stays with the places that it has.
  const last = useRef<Drawing>(undefined);
  const drawing = useMemo<Drawing | undefined>(
    () => (placed?.key === key ? { diagram, shown, layout: placed.layout } : last.current),
    [placed, key, diagram, shown],
  );
  last.current = drawing;
  return { drawing, isCurrent: placed?.key === key, error };
}

type Placed = { readonly key: string; readonly layout: DiagramLayout };

async function layOut(diagram: StageDiagram, positions: StagePositions): Promise<DiagramLayout> {
  const place = await layouterFor(diagram);
  const start = performance.now();
  const layout = await layoutDiagram(diagram, place, positions);
  // Shows in the browser's own performance panel, and is what `pnpm bench` reads.
  performance.measure('layout', { start, detail: { nodes: diagram.nodes.length } });
  return layout;
}

/**
 * Up to this many nodes our own layout is as good to look at and ten times as quick (0.3 s against 5.6 s for 500 nodes on a
 * busy machine), and ELK is half a megabyte, more than all that the page needs otherwise. Beyond, ours would hold the page
 * up, and ELK works off it.
 */
const SMALL = 2000;

async function layouterFor(diagram: StageDiagram): Promise<GraphLayouter> {
  if (diagram.nodes.length <= SMALL) return async (graph) => placeLayered(graph);
  const { layoutWithElk } = await import('./elk-layouter.ts');
  return layoutWithElk;
}

const EMPTY: StageDiagram = { nodes: [], edges: [] };
const NOWHERE: StagePositions = {};
