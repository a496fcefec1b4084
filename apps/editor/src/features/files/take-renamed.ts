import type { PipelineFile } from '@flowmason/pipeline-schema';
import type { QueryClient } from '@tanstack/react-query';
import { diffEdit } from '../../model/document/text-history.ts';
import { retitlePipeline } from '../../model/files/retitle-pipeline.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { takeSaved } from './save-document.ts';

type Renaming = {
  /** The id that the file had. */
  readonly from: string;
  /** The name that the pipeline has now; undefined when it has kept its own. */
  readonly name: string | undefined;
};

/**
 * This page has written the open file with another name in it, or at another place. What is edited gets the name too, as a
 * gesture that undo takes back; what was not saved stays so. When the file had been changed by somebody else, or the name
 * cannot be written into what is edited, both sides are there to choose from, as after every change of the file.
 */
export async function takeRenamed(
  queryClient: QueryClient,
  file: PipelineFile,
  { from, name }: Renaming,
): Promise<void> {
  const { edited, moveDocument } = useEditorStore.getState();
  if (edited?.base.id !== from) return;
  const { base, text } = edited;
  const [saved, kept] = [retitled(base.text, name), retitled(text, name)];
  const isOurs = saved === file.text && kept !== undefined;
  if (isOurs && kept !== text) makeEdit([diffEdit(text, kept)], { label: 'Rename the pipeline' });
  // Based on what it was based on, it is noticed that the file is another one.
  if (file.id !== from) moveDocument(isOurs ? file : { ...base, id: file.id, path: file.path });
  else if (isOurs) await takeSaved(queryClient, file);
}

/** The text with the name in it; undefined when it cannot be put there. */
function retitled(text: string, name: string | undefined): string | undefined {
  if (name === undefined) return text;
  const result = retitlePipeline(text, name);
  return result.refusal === undefined ? result.text : undefined;
}
