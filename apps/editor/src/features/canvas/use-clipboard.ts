import { type RefObject, useEffect } from 'react';
import { useEditorStore } from '../../store/editor-store.ts';
import { hasKeys } from './canvas-focus.ts';
import { deleteCut, fragmentOf, pasteText, tellCopied } from './clipboard.ts';

/**
 * Copy, cut and paste of stages as JSON text, by the browser's own events: so nobody has to be asked for leave, and the text
 * goes to and comes from other windows and text editors.
 */
export function useClipboard(
  frame: RefObject<HTMLElement | null>,
  { isEditing }: { readonly isEditing: boolean },
): void {
  useEffect(() => {
    const listening = new AbortController();
    function isMine({ target }: Event): boolean {
      // Text that was marked with the mouse is what is meant then.
      const isTextMarked = document.getSelection()?.isCollapsed === false;
      return frame.current !== null && !isTextMarked && hasKeys(target, frame.current);
    }
    function put(event: ClipboardEvent): readonly string[] | undefined {
      const { selectedIds } = useEditorStore.getState();
      const text = isMine(event) && selectedIds.length > 0 ? fragmentOf(selectedIds) : undefined;
      if (text === undefined) return undefined;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      return selectedIds;
    }
    function copy(event: ClipboardEvent): void {
      const ids = put(event);
      if (ids) tellCopied(ids.length);
    }
    function cut(event: ClipboardEvent): void {
      const ids = isEditing ? put(event) : undefined;
      if (ids) deleteCut(ids);
    }
    function paste(event: ClipboardEvent): void {
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (!isEditing || !isMine(event) || text.trim() === '') return;
      event.preventDefault();
      pasteText(text);
    }
    const options = { signal: listening.signal };
    document.addEventListener('copy', copy, options);
    document.addEventListener('cut', cut, options);
    document.addEventListener('paste', paste, options);
    return () => listening.abort();
  }, [frame, isEditing]);
}
