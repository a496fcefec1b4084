import { useEffect } from 'react';
import { useEditorStore } from '../../store/editor-store.ts';
import { endOffers, putBackLatest } from './deletion-offers.ts';

/** On the list of pipelines Ctrl+Z puts back the one that was deleted last; the offers end when the list is left. */
export function usePutBack(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z';
      if (!isUndo || event.defaultPrevented || isElsewhere(event.target)) return;
      if (putBackLatest()) event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('keydown', onKeyDown);
      endOffers();
    };
  }, []);
}

/** Where the browser's own undo is meant, or a dialog lies over the list. */
function isElsewhere(target: EventTarget | null): boolean {
  if (useEditorStore.getState().openDialog !== 'none') return true;
  return target instanceof HTMLElement && target.closest('input, textarea, select, dialog, [role=dialog]') !== null;
}
