import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { saveDocument } from './save-document.ts';

/** Ctrl or Cmd+S saves, wherever the focus is; the browser's own saving of the page would give nobody a pipeline. */
export function useSaveKey(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      if (event.key.toLowerCase() !== 's') return;
      event.preventDefault();
      void saveDocument(queryClient);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [queryClient]);
}
