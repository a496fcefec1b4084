import { checkNewId } from './add-stage.ts';
import { type ChangeContext, noStage, type Planned, type Refusal } from './change-context.ts';
import { mentionsOf } from './mentions-of.ts';
import type { PipelineChange } from './pipeline-change.ts';
import { renameMentions } from './rename-mentions.ts';

/** Plans another id for a stage and for everything that names it; for an undefined stage only the latter. */
export function renameStage(
  context: ChangeContext,
  { from, to }: PipelineChange & { type: 'rename_stage' },
): Planned | Refusal {
  const label = `Rename ${from} to ${to}`;
  const { document, text, edits } = context;
  const reading = context.stage(from);
  const mentions = mentionsOf(document, text, new Set([from]));
  if (reading === undefined && mentions.length === 0) return noStage(from);
  if (from === to) return { label };
  const isCaseOnly = reading !== undefined && from.toLowerCase() === to.toLowerCase();
  const problem = checkNewId(context, to, isCaseOnly ? from : undefined);
  if (problem !== undefined) return problem;

  const id = reading?.node.byKey.get('id')?.value;
  if (id !== undefined) edits.replace(id, to);
  for (const edit of renameMentions(text, mentions, to, document.context.names)) {
    edits.replaceText(edit.start, edit.end, edit.text);
  }
  const layout = document.fields.get('layout')?.value;
  const position = layout?.kind === 'object' ? layout.byKey.get(from) : undefined;
  if (position !== undefined && layout?.kind === 'object' && !layout.byKey.has(to)) edits.renameKey(position, to);
  return { label, select: [to] };
}
