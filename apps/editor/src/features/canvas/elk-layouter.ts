import ELK from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import { type ElkGraph, fromElkGraph, toElkGraph } from '../../model/elk-graph.ts';
import type { GraphLayouter } from '../../model/layout-graph.ts';

/** Places graphs with ELK in a worker, which starts with the first graph and stays for the next ones. */
export const layoutWithElk: GraphLayouter = async (graph) => {
  elk ??= new ELK({ workerUrl });
  const placed = await elk.layout(toElkGraph(graph));
  return fromElkGraph(placed as ElkGraph); // what went in comes back with places added
};

let elk: InstanceType<typeof ELK> | undefined;
