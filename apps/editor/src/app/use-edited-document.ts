import { useEffect, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import type { OpenedPipeline } from '../api/document-query.ts';
import { startDocumentReader } from '../api/document-reader.ts';
import { keepLastGood, toPipelineDocument } from '../model/pipeline-document.ts';
import { fromReadingMessage } from '../model/reading-message.ts';
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
  useLiveReading();
  const edited = useEditorStore(
    useShallow(({ edited: document, shownDocument }) =>
      document?.base.id === id && shownDocument ? { file: document.base, ...shownDocument } : undefined,
    ),
  );
  return edited ?? first;
}

/** Has the text read again, in a worker, whenever it changes. */
function useLiveReading(): void {
  const [failure, setFailure] = useState<Error>();
  if (failure) throw failure;
  useEffect(() => {
    const reader = startDocumentReader({
      receive(message) {
        const { shownDocument, receiveReading } = useEditorStore.getState();
        receiveReading(keepLastGood(shownDocument, toPipelineDocument(fromReadingMessage(message))));
      },
      fail: setFailure,
    });
    const stop = useEditorStore.subscribe(({ edited, shownDocument }, before) => {
      const isNewText = edited?.text !== before.edited?.text;
      if (edited && isNewText && edited.text !== shownDocument?.reading.text) reader.read(edited.text);
    });
    return () => {
      stop();
      reader.close();
    };
  }, []);
}
