import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { findCommand } from '../../model/document/keymap.ts';
import { readTextFile } from '../../model/files/read-text-file.ts';
import { useEditorStore } from '../../store/editor-store.ts';

/**
 * Ctrl or Cmd+I asks what to import, and a file that is dropped anywhere on the page is imported. Gives back whether a file
 * is over the page right now.
 */
export function useImportGestures(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const listening = new AbortController();
    const { signal } = listening;
    function onDragOver(event: DragEvent): void {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    }
    function onDragLeave({ relatedTarget }: DragEvent): void {
      if (relatedTarget === null) setOver(false);
    }
    function onDrop(event: DragEvent): void {
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (!hasFiles(event) || !file) return;
      event.preventDefault();
      void importFile(file);
    }
    function onKeyDown(event: KeyboardEvent): void {
      if (findCommand(event, 'pipeline') !== 'import') return;
      event.preventDefault();
      useEditorStore.getState().startImport('ask');
    }
    document.addEventListener('dragover', onDragOver, { signal });
    document.addEventListener('dragleave', onDragLeave, { signal });
    document.addEventListener('drop', onDrop, { signal });
    document.addEventListener('keydown', onKeyDown, { signal });
    return () => listening.abort();
  }, []);
  return isOver;
}

function hasFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}

async function importFile(file: File): Promise<void> {
  try {
    const text = await readTextFile(file);
    useEditorStore.getState().startImport({ fileName: file.name, text });
  } catch (error) {
    toast.error(error instanceof Error ? error.message : String(error));
  }
}
