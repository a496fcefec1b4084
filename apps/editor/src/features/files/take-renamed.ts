import type { PipelineFile } from '@flowmason/pipeline-schema';
import type { QueryClient } from '@tanstack/react-query';
import { diffEdit } from '../../model/document/text-history.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { takeSaved } from './save-document.ts';

/**
 * This page has written the open file with another name in it: the new text becomes what is edited, as a gesture that undo
 * takes back, and no change by somebody else. A file that went elsewhere is not the open one, and is left alone.
 */
export async function takeRenamed(queryClient: QueryClient, file: PipelineFile): Promise<void> {
  const { edited } = useEditorStore.getState();
  if (edited?.base.id !== file.id) return;
  // What was edited meanwhile knows nothing of the new name: it goes the way of every change of the file.
  if (edited.text !== edited.base.text && edited.text !== file.text) return;
  if (edited.text !== file.text) makeEdit([diffEdit(edited.text, file.text)], { label: 'Rename the pipeline' });
  await takeSaved(queryClient, file);
}
