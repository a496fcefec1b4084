import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useShallow } from 'zustand/react/shallow';
import type { OpenedPipeline } from '../api/document-query.ts';
import { startDocumentReader } from '../api/document-reader.ts';
import { toNextDocument } from '../model/document/next-document.ts';
import { fromReadingMessage } from '../model/document/reading-message.ts';
import type { MovedDocument } from '../store/document-slice.ts';
import { useEditorStore } from '../store/editor-store.ts';

/**
 * Opens the fetched pipeline for editing, for as long as the caller is mounted, and gives it back as it is now: with what
 * the reader made of the text as it was edited last. One whose file was moved here goes on with its changes.
 */
export function useEditedDocument(fetched: OpenedPipeline): OpenedPipeline {
  const { id } = fetched.file;
  const [{ first, moved }] = useState(() => ({ first: fetched, moved: movedTo(id) }));
  useEffect(() => {
    const { openDocument, closeDocument, forgetFile } = useEditorStore.getState();
    forgetFile();
    openDocument(first.file, first, moved);
    return closeDocument;
  }, [first, moved]);
  useLiveReading(first.file.text);
  const edited = useEditorStore(
    useShallow(({ edited: document, shownDocument }) =>
      document?.base.id === id && shownDocument ? { file: document.base, ...shownDocument } : undefined,
    ),
  );
  return edited ?? first;
}

function movedTo(id: string): MovedDocument | undefined {
  const { movedDocument } = useEditorStore.getState();
  return movedDocument?.edited.base.id === id ? movedDocument : undefined;
}

/** Has the text read again, in a worker, whenever it changes. `sample` is a text of the kind that will come. */
function useLiveReading(sample: string): void {
  useEffect(() => {
    const reader = startDocumentReader({
      receive(message) {
        const { shownDocument, receiveReading } = useEditorStore.getState();
        receiveReading(toNextDocument(shownDocument, fromReadingMessage(message)));
      },
      degrade: ({ message }) =>
        toast.warning(`The background checker stopped: ${message}.`, {
          description: 'Checks go on inside the page, so typing may be slower. Reload the page to start it again.',
          duration: 12_000,
        }),
    });
    const warming = setTimeout(() => reader.warmUp(sample), PAGE_RESTS_MS);
    const stop = useEditorStore.subscribe(({ edited, shownDocument }, before) => {
      const isNewText = edited?.text !== before.edited?.text;
      if (edited && isNewText && edited.text !== shownDocument?.reading.text) reader.read(edited.text);
    });
    // What was moved here may not have been read to its end.
    const { edited: opened, shownDocument: shown } = useEditorStore.getState();
    if (opened && opened.text !== shown?.reading.text) reader.read(opened.text);
    return () => {
      clearTimeout(warming);
      stop();
      reader.close();
    };
  }, [sample]);
}

/** By then the page has been drawn: practising takes nothing away from it. */
const PAGE_RESTS_MS = 800;
