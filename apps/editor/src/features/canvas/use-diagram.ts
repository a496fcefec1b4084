import { builtinComponents } from '@flowmason/engine';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { placeLayered } from '../../model/layered/layered-layout.ts';
import { layoutDiagram } from '../../model/layout.ts';
import type { DiagramLayout } from '../../model/layout-compose.ts';
import type { GraphLayouter } from '../../model/layout-graph.ts';
import { type StageDiagram, toStageDiagram } from '../../model/stage-diagram.ts';

/** The diagram of a pipeline and, once it is laid out, where everything stands. Folding keeps the old places until the new ones are there. */
export function useDiagram(opened: OpenedPipeline, folded: ReadonlySet<string>) {
  const { reading, graph, file } = opened;
  const diagram = useMemo<StageDiagram>(
    () => (graph ? toStageDiagram({ graph, ghosts: reading.ghosts, components: builtinComponents, folded }) : EMPTY),
    [reading, graph, folded],
  );
  const layout = useQuery({
    queryKey: ['layout', file.id, file.etag, [...folded].toSorted()],
    queryFn: async (): Promise<Drawing> => ({
      diagram,
      layout: await layoutDiagram(diagram, await layouterFor(diagram), reading.pipeline?.layout),
    }),
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    placeholderData: (before) => before,
    retry: false,
  });
  return { diagram, drawing: layout.data, error: layout.error };
}

/** A diagram together with its places. */
export interface Drawing {
  readonly diagram: StageDiagram;
  readonly layout: DiagramLayout;
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
