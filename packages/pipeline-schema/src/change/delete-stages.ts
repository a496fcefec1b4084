import type { StageReading } from '../dialects/read-stage.ts';
import { type ChangeContext, noStage, type Planned, type Refusal } from './change-context.ts';
import { writePositions } from './layout.ts';
import type { PipelineChange } from './pipeline-change.ts';

/** Plans to take stages out, with what waits for them and lists them; with `bridge` what was behind them stays connected. */
export function deleteStages(
  context: ChangeContext,
  { ids, bridge = false }: PipelineChange & { type: 'delete_stages' },
): Planned | Refusal {
  const unknown = ids.find((id) => context.stage(id) === undefined);
  if (unknown !== undefined) return noStage(unknown);
  const gone = new Set(ids);
  const { document, edits } = context;
  const removed = new Set(ids.flatMap((id) => context.stage(id) ?? []));
  for (const { node } of removed) edits.removeItem(document.list, document.list.items.indexOf(node));
  // Of two stages with one id the other one stays, and what names the id means that one now.
  const rest = document.stages.filter((reading) => !removed.has(reading));
  for (const { stage } of rest) gone.delete(stage.id);

  for (const reading of rest) {
    removeFromDependencies(context, reading, gone, bridge);
    for (const { name, role, stages } of reading.component?.arms?.(reading.stage.config) ?? []) {
      if (!stages.some((id) => gone.has(id))) continue;
      const list = context.lists.arm(reading, name);
      const lost = stages.filter((id) => gone.has(id));
      const heirs = bridge && role === 'branch' ? heirsOf(context, rest, lost, gone) : [];
      list?.remove(gone);
      list?.add(heirs.filter((id) => !list.has(id)));
    }
  }
  const refusal = writePositions(context, Object.fromEntries([...gone].map((id) => [id, null])));
  return refusal ?? { label: ids.length === 1 ? `Delete ${ids[0]}` : `Delete ${ids.length} stages`, select: [] };
}

function removeFromDependencies(
  context: ChangeContext,
  reading: StageReading,
  gone: ReadonlySet<string>,
  bridge: boolean,
): void {
  const { id, depends_on } = reading.stage;
  const lost = depends_on.filter((other) => gone.has(other));
  if (lost.length === 0) return;
  const list = context.lists.dependencies(reading);
  const index = list.names().findIndex((name) => gone.has(name));
  list.remove(gone);
  if (!bridge) return;
  const inherited = ancestorsOf(context, lost, gone).filter((other) => other !== id && !list.has(other));
  list.add(inherited, index);
}

/** What deleted stages waited for, through other deleted ones. */
function ancestorsOf({ stage }: ChangeContext, lost: readonly string[], gone: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  const seen = new Set(lost);
  for (const id of seen) {
    for (const other of stage(id)?.stage.depends_on ?? []) {
      if (gone.has(other)) seen.add(other);
      else found.add(other);
    }
  }
  return [...found];
}

/**
 * The stages that take the place of deleted ones in a branch: those that waited for nothing but deleted ones. One that
 * also waits for a stage outside would, as a part of the branch, be skipped with it.
 */
function heirsOf(
  { document }: ChangeContext,
  rest: readonly StageReading[],
  lost: readonly string[],
  gone: ReadonlySet<string>,
): readonly string[] {
  const waitsFor = (id: string) => document.stages.filter(({ stage }) => stage.depends_on.includes(id));
  const chain = new Set(lost);
  for (const id of chain) for (const { stage } of waitsFor(id)) if (gone.has(stage.id)) chain.add(stage.id);
  return rest.flatMap(({ stage: { id, depends_on } }) =>
    depends_on.some((other) => chain.has(other)) && depends_on.every((other) => gone.has(other)) ? [id] : [],
  );
}
