import { useEffect, useState } from 'react';
import { toast } from 'sonner';
import { useShallow } from 'zustand/react/shallow';
import type { OpenedPipeline } from '../api/document-query.ts';
import { startDocumentReader } from '../api/document-reader.ts';
import { toNextDocument } from '../model/document/next-document.ts';
import { fromReadingMessage } from '../model/document/reading-message.ts';
import { useEditorStore } from '../store/editor-store.ts';

/**
 * Opens the fetched pipeline for editing, for as long as the caller is mounted, and gives it back as it is now: with what
 * the reader made of the text as it was edited last.
 */
export function useEditedDocument(fetched: OpenedPipeline): OpenedPipeline {
  const { id } = fetched.file;
  const [first] = useState(fetched);
  useEffect(() => {
    const { openDocument, closeDocument, forgetFile } = useEditorStore.getState();
    forgetFile();
    openDocument(first.file, first);
    return closeDocument;
  }, [first]);
  useLiveReading(first.file.text);
  const edited = useEditorStore(
    useShallow(({ edited: document, shownDocument }) =>
      document?.base.id === id && shownDocument ? { file: document.base, ...shownDocument } : undefined,
    ),
  );
  return edited ?? first;
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
    return () => {
      clearTimeout(warming);
      stop();
      reader.close();
    };
  }, [sample]);
}

/** By then the page has been drawn: practising takes nothing away from it. */
const PAGE_RESTS_MS = 800;
