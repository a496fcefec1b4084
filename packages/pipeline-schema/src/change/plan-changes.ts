import type { ComponentCatalog } from '../component.ts';
import type { TextEdit } from '../diagnostic.ts';
import { composeEdits } from '../text/compose-edits.ts';
import { applyTextEdits } from '../text/text-edit.ts';
import type { Refusal } from './change-context.ts';
import type { ChangePlan, PipelineChange } from './pipeline-change.ts';
import { planChange } from './plan-change.ts';

/** Several changes as one gesture: `edits` do all of them at once, `text` is what they leave. */
export type GesturePlan =
  | (Extract<ChangePlan, { readonly refusal?: undefined }> & { readonly text: string })
  | (Refusal & { readonly edits?: undefined; readonly text?: undefined });

/**
 * Plans `changes` one after the other, each on the text that the former left. Refused as a whole with the first refusal.
 * The label is the first change's, the selection the last one's that has any.
 */
export function planChanges(
  text: string,
  changes: readonly PipelineChange[],
  options: { readonly components: ComponentCatalog },
): GesturePlan {
  let current = text;
  let edits: readonly TextEdit[] = [];
  let label: string | undefined;
  let select: readonly string[] | undefined;
  for (const change of changes) {
    const plan = planChange(current, change, options);
    if (plan.refusal !== undefined) return plan;
    edits = edits.length === 0 ? plan.edits : composeEdits(text.length, edits, plan.edits);
    current = applyTextEdits(current, plan.edits);
    label ??= plan.label;
    select = plan.select ?? select;
  }
  return { edits, text: current, label: label ?? 'Change nothing', select };
}
