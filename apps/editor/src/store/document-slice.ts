import type { PipelineFile } from '@flowmason/pipeline-schema';
import type { StateCreator } from 'zustand';
import type { PipelineDocument } from '../model/document/pipeline-document.ts';
import {
  EMPTY_HISTORY,
  type Gesture,
  type HistoryEntry,
  recordGesture,
  redoGesture,
  type TextHistory,
  undoGesture,
} from '../model/document/text-history.ts';

/** The pipeline that is open. Its text is the document; everything else that is shown of it is read from the text. */
export interface EditedDocument {
  /** The file of the workspace that the text is based on: what was read or saved last. */
  readonly base: PipelineFile;
  /** The text as it is now; differs from `base.text` while something is not saved. */
  readonly text: string;
  readonly history: TextHistory;
}

/** The open document, its history, and what the reader made of its text last. */
export interface DocumentSlice {
  readonly edited: EditedDocument | undefined;
  /** Of the text as it was a few ms ago while a person types; with the last good stages while the text is broken. */
  readonly shownDocument: PipelineDocument | undefined;
  /** Opens `file` with nothing to undo, at `text` if a draft of it is taken up. */
  openDocument(file: PipelineFile, document: PipelineDocument, text?: string): void;
  closeDocument(): void;
  /** Does one gesture, which undo then takes back. */
  commitGesture(gesture: Gesture): void;
  /** Takes the last gesture back and tells which it was. */
  undoGesture(): HistoryEntry | undefined;
  redoGesture(): HistoryEntry | undefined;
  /** From now on the text is compared with `file`, which was just saved, or was found changed by somebody else. Text and history stay. */
  rebaseDocument(file: PipelineFile): void;
  /** Takes what the reader made of a text; ignored when the text has changed since. */
  receiveReading(document: PipelineDocument): void;
}

/** Makes the slice; nothing is open. */
export const createDocumentSlice: StateCreator<DocumentSlice> = (set, get) => ({
  edited: undefined,
  shownDocument: undefined,
  openDocument: (base, shownDocument, text = base.text) =>
    set({ edited: { base, text, history: EMPTY_HISTORY }, shownDocument }),
  closeDocument: () => set({ edited: undefined, shownDocument: undefined }),
  commitGesture: (gesture) =>
    set(({ edited }) => (edited ? { edited: { ...edited, ...recordGesture(edited, gesture) } } : {})),
  undoGesture: () => {
    const { edited } = get();
    const undone = edited && undoGesture(edited);
    if (undone) set({ edited: { ...edited, text: undone.text, history: undone.history } });
    return undone?.entry;
  },
  redoGesture: () => {
    const { edited } = get();
    const redone = edited && redoGesture(edited);
    if (redone) set({ edited: { ...edited, text: redone.text, history: redone.history } });
    return redone?.entry;
  },
  rebaseDocument: (base) => set(({ edited }) => (edited ? { edited: { ...edited, base } } : {})),
  receiveReading: (shownDocument) =>
    set(({ edited }) => (edited?.text === shownDocument.reading.text ? { shownDocument } : {})),
});
