import { useEffect } from 'react';
import { useEditorStore } from '../store/editor-store.ts';

/** Ctrl or Cmd+K opens the palette, `?` the list of keys, on every page. */
export function useGlobalKeys(): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const { openDialog, showDialog } = useEditorStore.getState();
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        showDialog(openDialog === 'palette' ? 'none' : 'palette');
      } else if (event.key === '?' && openDialog === 'none' && !isTyping(event.target)) {
        event.preventDefault();
        showDialog('help');
      }
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** True when a key belongs to a text that is being written. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
