import { useEffect } from 'react';
import { toast } from 'sonner';
import type { OpenedPipeline } from '../api/document-query.ts';
import { useRefusal } from '../api/session.ts';
import { findCommand } from '../model/document/keymap.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { redo, undo } from '../store/gestures.ts';
import { saveAsJson } from './export-pipeline.ts';

/** Keys of the pipeline page that work wherever the focus is: run, export, undo and redo. */
export function usePipelineKeys(opened: OpenedPipeline): void {
  const refusal = useRefusal();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      // A view that has a history of the same document has done it already.
      if (event.defaultPrevented) return;
      const command = findCommand(event, 'pipeline');
      if (command === undefined || !run(command, event)) return;
      event.preventDefault();
    }
    function run(command: string, { target }: KeyboardEvent): boolean {
      const { openDialog, showDialog } = useEditorStore.getState();
      if (command === 'run' && refusal !== undefined) toast.error('Nothing was started.', { description: refusal });
      else if (command === 'run' && openDialog === 'none') showDialog('run');
      else if (command === 'export') saveAsJson(opened);
      else if (command === 'undo' && !isPlainField(target)) undo();
      else if (command === 'redo' && !isPlainField(target)) redo();
      else return false;
      return true;
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [opened, refusal]);
}

/** A field whose text is not part of the document, such as a search: there the browser's own undo is meant. */
function isPlainField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[data-plain-field], dialog, [role=dialog]') !== null;
}
