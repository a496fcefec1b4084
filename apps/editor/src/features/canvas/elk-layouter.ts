import ELK from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { type ElkGraph, fromElkGraph, toElkGraph } from '../../model/layout/elk-graph.ts';
import type { GraphLayouter } from '../../model/layout/layout-graph.ts';

/** The worker loads while the pipeline is still on its way, and stays for the next one. */
const elk = new ELK({ workerUrl });

/** Places graphs with ELK, off the main thread. */
export const layoutWithElk: GraphLayouter = async (graph) => {
  const placed = await elk.layout(toElkGraph(graph));
  return fromElkGraph(placed as ElkGraph); // what went in comes back with places added
};
