import { builtinComponents } from '@flowmason/engine';
import { toFragment } from '@flowmason/pipeline-schema';
import { toast } from 'sonner';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { copyText } from '../../ui/hand-out-text.ts';
import { definedOf } from './stage-commands.ts';
import { tellRefusal } from './tell-refusal.ts';

/** The stages as JSON text for the clipboard; undefined, with the reason told, when there is none. */
export function fragmentOf(ids: readonly string[]): string | undefined {
  const { edited } = useEditorStore.getState();
  const known = definedOf(ids);
  if (!edited || known.length === 0) return undefined;
  const fragment = toFragment(edited.text, known, { components: builtinComponents });
  if (fragment.refusal === undefined) return fragment.text;
  tellRefusal(fragment.refusal);
  return undefined;
}

/** Copies stages by a menu; the keys take the browser's own way (`use-clipboard.ts`). */
export async function copyStages(ids: readonly string[]): Promise<boolean> {
  const text = fragmentOf(ids);
  if (text === undefined) return false;
  try {
    await copyText(text);
    tellCopied(ids.length);
    return true;
  } catch (error) {
    tellRefusal(`The browser does not let this page copy (${String(error)}). Press Ctrl+C instead.`);
    return false;
  }
}

/** Copies stages and deletes them. */
export async function cutStages(ids: readonly string[]): Promise<void> {
  if (await copyStages(ids)) deleteCut(ids);
}

/** Deletes what was cut, once it is on the clipboard. */
export function deleteCut(ids: readonly string[]): void {
  const what = ids.length === 1 ? ids[0] : `${ids.length} stages`;
  tellRefusal(makeChange({ type: 'delete_stages', ids: definedOf(ids) }, { label: `Cut ${what}`, select: [] }));
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
  try {
    pasteText(await navigator.clipboard.readText());
  } catch (error) {
    tellRefusal(`The browser does not let this page read the clipboard (${String(error)}). Press Ctrl+V instead.`);
  }
}

/** Says that stages are on the clipboard, as what. */
export function tellCopied(count: number): void {
  toast.success(count === 1 ? 'Copied 1 stage as JSON.' : `Copied ${count} stages as JSON.`, { id: 'copied' });
}
