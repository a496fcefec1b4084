import type { OpenedPipeline } from '../api/document-query.ts';
import { useEditorStore } from '../store/editor-store.ts';
import { downloadText } from '../ui/hand-out-text.ts';

/** Saves the text as it is now, edits included, to the byte. */
export function saveAsJson({ file, reading }: OpenedPipeline): void {
  // What the reader has read last may be a few key strokes behind.
  const text = useEditorStore.getState().edited?.text ?? reading.text;
  downloadText(file.path.split('/').at(-1) ?? `${file.id}.pipeline.json`, text, 'application/json');
}
