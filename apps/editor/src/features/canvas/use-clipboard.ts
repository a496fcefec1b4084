import { type RefObject, useEffect } from 'react';
import { useEditorStore } from '../../store/editor-store.ts';
import { hasKeys } from './canvas-focus.ts';
import { type Clipping, clippingOf, deleteCut, pasteText, tellCopied } from './clipboard.ts';

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
    function put(event: ClipboardEvent): Clipping | undefined {
      const { selectedIds } = useEditorStore.getState();
      const clipping = isMine(event) ? clippingOf(selectedIds) : undefined;
      if (!clipping) return undefined;
      event.clipboardData?.setData('text/plain', clipping.text);
      event.preventDefault();
      return clipping;
    }
    function copy(event: ClipboardEvent): void {
      const copied = put(event);
      if (copied) tellCopied(copied);
    }
    function cut(event: ClipboardEvent): void {
      const copied = isEditing ? put(event) : undefined;
      if (copied) deleteCut(copied);
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
