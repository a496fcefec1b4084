import { useEffect } from 'react';
import type { OpenedPipeline } from '../api/document-query.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { saveAsJson } from './export-pipeline.ts';

/** Keys of the pipeline page that work wherever the focus is: Ctrl or Cmd+Enter runs, Ctrl or Cmd+E saves as JSON. */
export function usePipelineKeys(opened: OpenedPipeline): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (!(event.ctrlKey || event.metaKey)) return;
      const { openDialog, showDialog } = useEditorStore.getState();
      if (event.key === 'Enter' && openDialog === 'none') {
        event.preventDefault();
        showDialog('run');
      } else if (event.key.toLowerCase() === 'e') {
        event.preventDefault();
        saveAsJson(opened);
      }
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [opened]);
}
