import { buildGraph } from '../graph.ts';
import { checkRoom } from './add-stage.ts';
import type { ChangeContext, Planned, Refusal } from './change-context.ts';
import { COPY_OFFSET } from './duplicate-stages.ts';
import { type OpenFragment, openFragment } from './fragment.ts';
import { writePositions } from './layout.ts';
import { checkPlace } from './move-to-list.ts';
import type { PipelineChange, StagePosition } from './pipeline-change.ts';
import { copyStages, type StageCopy } from './stage-copies.ts';

/** Plans to put the stages of a text in, at the end of the document's own. */
export function paste(
  context: ChangeContext,
  { fragment, into, position }: PipelineChange & { type: 'paste' },
): Planned | Refusal {
  const opened = openFragment(fragment, context);
  if ('refusal' in opened) return opened;
  const { document, edits } = context;
  const originals = opened.document.stages;
  const full = checkRoom(context, originals.length);
  if (full !== undefined) return full;
  const target = into && checkPlace(context, [], into);
  if (target !== undefined && 'refusal' in target) return target;

  const takenIds = document.stages.map(({ stage }) => stage.id);
  const copies = copyStages(opened, originals, { takenIds, style: edits.style });
  for (const { child } of copies) edits.addItem(document.list, document.list.items.length, child);
  const graph = buildGraph(opened.document.pipeline, context.components);
  const outer = copies.filter(({ original }) => !graph.owners.has(original.stage.id));
  const isScoped = (copy: StageCopy): boolean => graph.membership.has(copy.original.stage.id);
  target?.list.add(outer.map(({ id }) => id));
  const refusal = writePositions(context, positionsOf(opened, copies, { isScoped, position }));
  if (refusal !== undefined) return refusal;
  const label = copies.length === 1 ? `Paste ${copies[0]?.id}` : `Paste ${copies.length} stages`;
  return { label, select: copies.filter((copy) => !isScoped(copy)).map(({ id }) => id) };
}

/** The distances between stages stay. What stands inside a lane is measured from that, and stays where it is. */
function positionsOf(
  { document }: OpenFragment,
  copies: readonly StageCopy[],
  { isScoped, position }: { isScoped: (copy: StageCopy) => boolean; position: StagePosition | undefined },
): Readonly<Record<string, StagePosition>> {
  const { layout } = document.pipeline;
  const outer = copies.filter((copy) => !isScoped(copy));
  const anchor = outer.map(({ original }) => layout[original.stage.id]).find((each) => each !== undefined);
  const offset = position && anchor ? [position[0] - anchor[0], position[1] - anchor[1]] : [COPY_OFFSET, COPY_OFFSET];
  const placed = copies.flatMap((copy): [string, StagePosition][] => {
    const before = layout[copy.original.stage.id];
    if (before === undefined) return [];
    const [x = 0, y = 0] = isScoped(copy) ? [] : offset;
    return [[copy.id, [before[0] + x, before[1] + y]]];
  });
  const [first] = outer;
  const lonely = anchor === undefined && first !== undefined && position !== undefined ? [[first.id, position]] : [];
  return Object.fromEntries([...placed, ...lonely]);
}
