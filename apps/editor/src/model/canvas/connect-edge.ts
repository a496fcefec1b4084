import type { Connection, PipelineChange, PipelineGraph } from '@flowmason/pipeline-schema';
import type { DiagramEdge } from './stage-diagram.ts';

/**
 * The entry of the document that a line stands for. Lines of order and of reading, and those that end at a folded box, stand
 * for none that could be taken out; then the reason, with what to do instead.
 */
export function connectionOf(
  graph: PipelineGraph,
  { from, to, arm, kind }: DiagramEdge,
): Connection | { readonly refusal: string } {
  if (kind === 'arm') return { from, to, arm };
  if (graph.stages.get(to)?.depends_on.includes(from)) return { from, to };
  if (kind === 'order') {
    return {
      refusal: `${to} follows ${from} because it stands behind it in their list. Move one of them to change that.`,
    };
  }
  if (kind === 'reads')
    return { refusal: `${to} reads ${from} in a template. Change the template to take the line away.` };
  return { refusal: 'This line leads into a folded box. Unfold it first.' };
}

/**
 * Whether a stage can be put into the line: it stands for an entry of the document, or for the order in a list. One of what is
 * only read, or that leads into a folded box or out of it, stands for neither.
 */
export function mayInsertInto(graph: PipelineGraph, { from, to, arm, kind }: DiagramEdge): boolean {
  if (kind === 'reads' || kind === 'removed') return false;
  if (kind === 'dependency') return graph.stages.get(to)?.depends_on.includes(from) === true;
  // Of what is only named the graph knows no list.
  if (!graph.stages.has(from) || !graph.stages.has(to)) return true;
  if (kind === 'order') return graph.orderPredecessors(to).includes(from);
  return graph.arms.get(from)?.some(({ name, stages }) => name === arm && stages.includes(to)) === true;
}

/**
 * Takes the entry of a line out. A stage that an outcome no longer leads to must not wait for the decision either, else it would
 * run whichever way is taken: the plain dependency goes along, unless another outcome of the decision still leads there.
 */
export function toDisconnectChanges(graph: PipelineGraph | undefined, connection: Connection): PipelineChange[] {
  const { from, to, arm } = connection;
  const entry: PipelineChange = { type: 'disconnect', connection };
  const isListedElsewhere = graph?.owners.get(to)?.some((owner) => owner.owner === from && owner.arm !== arm);
  if (arm === undefined || isListedElsewhere || !graph?.stages.get(to)?.depends_on.includes(from)) return [entry];
  return [entry, { type: 'disconnect', connection: { from, to } }];
}

/** Leads the entry of a line elsewhere. A stage that an outcome is led away from is left as {@link toDisconnectChanges} leaves it. */
export function toReconnectChanges(
  graph: PipelineGraph | undefined,
  connection: Connection,
  replacement: Connection,
): PipelineChange[] {
  const entry: PipelineChange = { type: 'reconnect', connection, replacement };
  if (replacement.from === connection.from && replacement.to === connection.to) return [entry];
  return [entry, ...toDisconnectChanges(graph, connection).slice(1)];
}

/** What a line is called: `from ping to deploy`, and the outcome that it stands for. */
export function toEdgeName({ from, to, arm, kind }: DiagramEdge): string {
  const how =
    arm !== undefined ? `, if ${arm}` : kind === 'order' ? ', by order' : kind === 'reads' ? ', by reading' : '';
  return `Line from ${from} to ${to}${how}`;
}
