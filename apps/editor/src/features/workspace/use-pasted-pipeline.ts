import { useEffect } from 'react';
import { useEditorStore } from '../../store/editor-store.ts';

/** Imports a document that is pasted while no field has the focus. */
export function usePastedPipeline(): void {
  useEffect(() => {
    function onPaste(event: ClipboardEvent): void {
      const { importing, openDialog, startImport } = useEditorStore.getState();
      if (importing !== undefined || openDialog !== 'none' || isInField(event.target)) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      // Any other text was not meant for a page of pipelines.
      if (!/^\s*[{[]/.test(text)) return;
      event.preventDefault();
      startImport({ fileName: undefined, text });
    }
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, []);
}

function isInField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [role=dialog]') !== null;
}
