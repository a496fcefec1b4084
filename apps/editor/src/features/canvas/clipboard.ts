import { builtinComponents } from '@flowmason/engine';
import { toFragment } from '@flowmason/pipeline-schema';
import { toast } from 'sonner';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { deleteStages, forDefined } from '../../store/stage-gestures.ts';
import { copyText } from '../../ui/hand-out-text.ts';
import { tellRefusal } from './tell-refusal.ts';

/** Stages for the clipboard, as JSON text. */
export type Clipping = { readonly ids: readonly string[]; readonly text: string };

/** Those of the stages that are defined, for the clipboard; undefined, with the reason told, when there is none. */
export function clippingOf(ids: readonly string[]): Clipping | undefined {
  const { edited } = useEditorStore.getState();
  let clipping: Clipping | undefined;
  const refusal = forDefined(ids, (known) => {
    const fragment = toFragment(edited?.text ?? '', known, { components: builtinComponents });
    if (fragment.refusal === undefined) clipping = { ids: known, text: fragment.text };
    return fragment.refusal;
  });
  tellRefusal(refusal);
  return clipping;
}

/** Copies stages by a menu and gives what it copied; the keys take the browser's own way (`use-clipboard.ts`). */
export async function copyStages(ids: readonly string[]): Promise<Clipping | undefined> {
  const clipping = clippingOf(ids);
  if (!clipping) return undefined;
  try {
    await copyText(clipping.text);
  } catch (error) {
    tellRefusal(`The browser does not let this page copy (${String(error)}). Press Ctrl+C instead.`);
    return undefined;
  }
  tellCopied(clipping);
  return clipping;
}

/** Copies stages and deletes them. */
export async function cutStages(ids: readonly string[]): Promise<void> {
  const copied = await copyStages(ids);
  if (copied) deleteCut(copied);
}

/** Deletes what was cut, once it is on the clipboard. */
export function deleteCut({ ids }: Clipping): void {
  const what = ids.length === 1 ? ids[0] : `${ids.length} stages`;
  tellRefusal(deleteStages(ids, { label: `Cut ${what}` }));
}

/** Puts in the stages that a text holds; into the lane that the selected stage stands in. */
export function pasteText(fragment: string): void {
  const { selectedStageId, shownDocument } = useEditorStore.getState();
  const member = shownDocument?.graph?.membership.get(selectedStageId ?? '');
  const into = member && { owner: member.scope, arm: member.role };
  tellRefusal(makeChange({ type: 'paste', fragment, ...(into && { into }) }));
}

/** Pastes by a menu, for which the browser asks the person; where it does not, says how else. */
export async function pasteFromMenu(): Promise<void> {
  let text: string;
  try {
    text = await navigator.clipboard.readText();
  } catch (error) {
    tellRefusal(`The browser does not let this page read the clipboard (${String(error)}). Press Ctrl+V instead.`);
    return;
  }
  pasteText(text);
}

/** Says that stages are on the clipboard, as what. */
export function tellCopied({ ids: { length: count } }: Clipping): void {
  toast.success(count === 1 ? 'Copied 1 stage as JSON.' : `Copied ${count} stages as JSON.`, { id: 'copied' });
}
