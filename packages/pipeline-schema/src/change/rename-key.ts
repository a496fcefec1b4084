import type { SourceNode } from '../text/source-node.ts';
import { type ChangeContext, noStage, type Planned, type Refusal, refuse } from './change-context.ts';
import type { PipelineChange } from './pipeline-change.ts';
import type { ValuePath } from './set-node-value.ts';
import { configPlace, stagePlace } from './stage-places.ts';

/** Plans another name for a key inside a value. Keys that the format itself names cannot have another one. */
export function renameKey(
  context: ChangeContext,
  { stageId, path, to }: PipelineChange & { type: 'rename_key' },
): Planned | Refusal {
  const from = String(path.at(-1));
  const label = `Rename ${from}${stageId === undefined ? '' : ` of ${stageId}`} to ${to}`;
  if (path.length < (path[0] === 'config' ? 3 : 2)) return refuse(`"${from}" is a name of the format and stays.`);
  if (stageId !== undefined && context.stage(stageId) === undefined) return noStage(stageId);
  if (to.trim() === '') return refuse('A key needs a name.');
  if (to === '__proto__') return refuse('"__proto__" cannot be a key.');
  const object = valueIn(context, stageId, path.slice(0, -1));
  const member = object?.kind === 'object' ? object.byKey.get(from) : undefined;
  if (object?.kind !== 'object' || member === undefined) return refuse(`There is no "${from}" any more.`);
  if (from === to) return { label };
  if (object.byKey.has(to)) return refuse(`There is a "${to}" already.`);
  context.edits.renameKey(member, to);
  return { label };
}

function valueIn(context: ChangeContext, stageId: string | undefined, path: ValuePath): SourceNode | undefined {
  const [first, ...rest] = path.map(String);
  if (first === undefined) return undefined;
  if (stageId === undefined) {
    const { document, object } = context;
    return inside((document.fields.get(first) ?? object?.byKey.get(first))?.value, rest);
  }
  const reading = context.stage(stageId);
  if (reading === undefined) return undefined;
  const [key, ...inner] = rest;
  if (first !== 'config' || key === undefined) return inside(stagePlace(context, reading, first).member?.value, rest);
  return inside(configPlace(context, reading, key).place.member?.value, inner);
}

function inside(node: SourceNode | undefined, path: readonly string[]): SourceNode | undefined {
  return path.reduce<SourceNode | undefined>((value, step) => {
    if (value?.kind === 'object') return value.byKey.get(step)?.value;
    return value?.kind === 'list' ? value.items[Number(step)] : undefined;
  }, node);
}
