import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { findCommand } from '../../model/document/keymap.ts';
import { saveDocument } from './save-document.ts';

/** Ctrl or Cmd+S saves, wherever the focus is; the browser's own saving of the page would give nobody a pipeline. */
export function useSaveKey(): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (findCommand(event, 'pipeline') !== 'save') return;
      event.preventDefault();
      void saveDocument(queryClient);
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [queryClient]);
}
