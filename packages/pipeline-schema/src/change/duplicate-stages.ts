import { checkRoom } from './add-stage.ts';
import { type ChangeContext, noStage, type Planned, type Refusal } from './change-context.ts';
import { writePositions } from './layout.ts';
import type { PipelineChange, StagePosition } from './pipeline-change.ts';
import { copyStages, type StageCopy } from './stage-copies.ts';
import { withMembers } from './with-members.ts';

/** How far a copy lies from its original, in px. */
export const COPY_OFFSET = 40;

/** Plans copies of stages behind them, in the same lists. A copied scope takes copies of all that stands inside along. */
export function duplicateStages(
  context: ChangeContext,
  { ids }: PipelineChange & { type: 'duplicate_stages' },
): Planned | Refusal {
  const unknown = ids.find((id) => context.stage(id) === undefined);
  if (unknown !== undefined) return noStage(unknown);
  const { document, edits, graph } = context;
  const originals = withMembers(context, ids);
  const full = checkRoom(context, originals.length);
  if (full !== undefined) return full;
  const taken = document.stages.map(({ stage }) => stage.id);
  const copies = copyStages(context, originals, { takenIds: taken, style: edits.style });
  const last = originals.at(-1);
  const index = last === undefined ? 0 : document.list.items.indexOf(last.node) + 1;
  for (const { child } of copies) edits.addItem(document.list, index, child);
  listCopies(context, copies);

  const positions = copies.flatMap(({ original, id }): [string, StagePosition][] => {
    const position = document.pipeline.layout[original.stage.id];
    if (position === undefined) return [];
    const scope = graph.membership.get(original.stage.id)?.scope;
    const isInside = originals.some(({ stage }) => stage.id === scope);
    const offset = isInside ? 0 : COPY_OFFSET;
    return [[id, [position[0] + offset, position[1] + offset]]];
  });
  const refusal = writePositions(context, Object.fromEntries(positions));
  const asked = new Set(ids);
  const select = copies.filter(({ original }) => asked.has(original.stage.id)).map(({ id }) => id);
  return refusal ?? { label: ids.length === 1 ? `Duplicate ${ids[0]}` : `Duplicate ${ids.length} stages`, select };
}

/** Puts each copy behind its original in the lists of owners that are not copied themselves, so that it runs when that does. */
function listCopies({ graph, stage, lists }: ChangeContext, copies: readonly StageCopy[]): void {
  const copyOf = new Map(copies.map(({ original, id }) => [original.stage.id, id]));
  for (const [owner, arms] of graph.arms) {
    const reading = stage(owner);
    if (reading === undefined || copyOf.has(owner)) continue;
    for (const { name, stages } of arms) {
      for (const id of stages) {
        const copy = copyOf.get(id);
        const list = copy === undefined ? undefined : lists.arm(reading, name);
        if (copy !== undefined) list?.add([copy], list.names().indexOf(id) + 1);
      }
    }
  }
}
