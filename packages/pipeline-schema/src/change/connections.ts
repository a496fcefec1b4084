import { buildGraph } from '../graph.ts';
import { type ChangeContext, type Planned, type Refusal, refuse } from './change-context.ts';
import { checkConnection } from './check-connection.ts';
import type { Connection, PipelineChange } from './pipeline-change.ts';
import { withArm, withDependencies } from './pipeline-draft.ts';
import { findArm, type StageList } from './stage-lists.ts';

/** Plans a new line between two stages. */
export function connect(
  context: ChangeContext,
  { connection }: PipelineChange & { type: 'connect' },
): Planned | Refusal {
  const check = checkConnection(context.graph, connection);
  if (!check.isLegal) return refuse(check.reason);
  const list = listOf(context, connection);
  if (list === undefined) return noConnection(connection);
  list.add([nameIn(connection)]);
  return { label: `Connect ${lineText(connection)}` };
}

/** Plans to take a line out. */
export function disconnect(
  context: ChangeContext,
  { connection }: PipelineChange & { type: 'disconnect' },
): Planned | Refusal {
  const list = listOf(context, connection);
  const name = nameIn(connection);
  if (list?.has(name) !== true) return noConnection(connection);
  list.remove(new Set([name]));
  return { label: `Disconnect ${lineText(connection)}` };
}

/** Plans to lead a line elsewhere; where it stays in its list, it keeps its place there. */
export function reconnect(
  context: ChangeContext,
  { connection, replacement }: PipelineChange & { type: 'reconnect' },
): Planned | Refusal {
  const list = listOf(context, connection);
  const name = nameIn(connection);
  if (list?.has(name) !== true) return noConnection(connection);
  const label = `Reconnect ${lineText(replacement)}`;
  if (JSON.stringify(toFull(connection)) === JSON.stringify(toFull(replacement))) return { label };
  const check = checkConnection(graphWithout(context, connection), replacement);
  if (!check.isLegal) return refuse(check.reason);
  const target = listOf(context, replacement);
  if (target === undefined) return noConnection(replacement);
  const isSameList = keeperOf(connection) === keeperOf(replacement) && connection.arm === replacement.arm;
  const index = isSameList ? list.names().indexOf(name) : undefined;
  list.remove(new Set([name]));
  target.add([nameIn(replacement)], index);
  return { label };
}

function listOf({ stage, lists }: ChangeContext, { from, to, arm }: Connection): StageList | undefined {
  const reading = stage(arm === undefined ? to : from);
  if (reading === undefined) return undefined;
  return arm === undefined ? lists.dependencies(reading) : lists.arm(reading, arm);
}

/** The name that stands in the list of a connection: a dependency stands with the one who waits, a member with its owner. */
function nameIn({ from, to, arm }: Connection): string {
  return arm === undefined ? from : to;
}

function keeperOf({ from, to, arm }: Connection): string {
  return arm === undefined ? to : from;
}

function graphWithout(context: ChangeContext, { from, to, arm }: Connection) {
  const { pipeline } = context.document;
  const reading = context.stage(from);
  const pointer = arm === undefined || reading === undefined ? undefined : findArm(reading, arm)?.pointer;
  const rest =
    pointer === undefined
      ? withDependencies(pipeline, to, (ids) => ids.filter((id) => id !== from))
      : withArm(pipeline, from, pointer, (ids) => ids.filter((id) => id !== to));
  return buildGraph(rest, context.components);
}

function noConnection({ from, to, arm }: Connection): Refusal {
  if (arm !== undefined) return refuse(`${arm} of "${from}" does not lead to "${to}".`);
  return refuse(`"${to}" does not wait for "${from}".`);
}

function lineText({ from, to, arm }: Connection): string {
  return arm === undefined ? `${from} to ${to}` : `${arm} of ${from} to ${to}`;
}

function toFull({ from, to, arm }: Connection): readonly (string | undefined)[] {
  return [from, to, arm];
}
