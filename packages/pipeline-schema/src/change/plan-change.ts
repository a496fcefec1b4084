import type { ComponentCatalog } from '../component.ts';
import type { ChangePlan, PipelineChange } from './pipeline-change.ts';

/**
 * What `change` comes to in `text`, as edits of the bytes that it concerns and no others; ascending, not overlapping, in
 * offsets of `text`. Pure and total: what cannot be done is refused with a reason, also when `text` is not JSON. A change
 * that would change nothing gives no edits.
 */
export function planChange(
  text: string,
  change: PipelineChange,
  options: { readonly components: ComponentCatalog },
): ChangePlan {
  void text;
  void options;
  return { refusal: `${change.type} cannot be done yet.` };
}
