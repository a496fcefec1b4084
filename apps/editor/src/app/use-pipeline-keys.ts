import { useEffect } from 'react';
import type { OpenedPipeline } from '../api/document-query.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { redo, undo } from '../store/gestures.ts';
import { saveAsJson } from './export-pipeline.ts';

/** Keys of the pipeline page that work wherever the focus is: Ctrl or Cmd+Enter runs, +E exports as JSON, +Z undoes, +Shift+Z and +Y redo. */
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
      } else if (isUndoing(event) && !isPlainField(event.target)) {
        event.preventDefault();
        if (event.key.toLowerCase() === 'y' || event.shiftKey) redo();
        else undo();
      }
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [opened]);
}

function isUndoing({ key }: KeyboardEvent): boolean {
  return ['z', 'y'].includes(key.toLowerCase());
}

/** A field whose text is not part of the document, such as a search: there the browser's own undo is meant. */
function isPlainField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-plain-field], dialog, [role=dialog]') !== null;
}
