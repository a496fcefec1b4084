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

/** What was open when its file was moved: it goes on where the file is now. */
export interface MovedDocument {
  /** The id that the file had. */
  readonly from: string;
  /** Based on the file as it is now. */
  readonly edited: EditedDocument;
  readonly shownDocument: PipelineDocument;
}

/** The open document, its history, and what the reader made of its text last. */
export interface DocumentSlice {
  readonly edited: EditedDocument | undefined;
  /** Of the text as it was a moment ago while a person types; with the last good stages while the text is broken. */
  readonly shownDocument: PipelineDocument | undefined;
  /** From when the file of the open document is moved until the next one is opened. */
  readonly movedDocument: MovedDocument | undefined;
  /** Opens `file` with nothing to undo; or goes on with what was `moved` there, its changes and history. */
  openDocument(file: PipelineFile, document: PipelineDocument, moved?: MovedDocument): void;
  closeDocument(): void;
  /** Does one gesture, which undo then takes back. */
  commitGesture(gesture: Gesture): void;
  /** Takes the last gesture back and tells which it was. */
  undoGesture(): HistoryEntry | undefined;
  redoGesture(): HistoryEntry | undefined;
  /** From now on the text is compared with `file`, which was just saved, or was found changed by somebody else. Text and history stay. */
  rebaseDocument(file: PipelineFile): void;
  /** The file of the open document is `file` from now on, at another place; whoever opens that goes on with text and history. */
  moveDocument(file: PipelineFile): void;
  /**
   * Takes what the reader made of a text. One that was left while it was read is shown all the same, until the present one has
   * been read: who types fast sees what is found, too. Whoever needs places in the text compares `reading.text` with it.
   */
  receiveReading(document: PipelineDocument): void;
}

/** Makes the slice; nothing is open. */
export const createDocumentSlice: StateCreator<DocumentSlice> = (set, get) => ({
  edited: undefined,
  shownDocument: undefined,
  movedDocument: undefined,
  openDocument: (base, shownDocument, moved) =>
    set({
      edited: moved?.edited ?? { base, text: base.text, history: EMPTY_HISTORY },
      shownDocument: moved?.shownDocument ?? shownDocument,
      movedDocument: undefined,
    }),
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
  moveDocument: (base) =>
    set(({ edited, shownDocument }) =>
      edited && shownDocument
        ? { movedDocument: { from: edited.base.id, edited: { ...edited, base }, shownDocument } }
        : {},
    ),
  receiveReading: (read) =>
    set(({ edited, shownDocument }) => {
      // What is shown may be of the present text already, after an undo: nothing is being read for it that would come later.
      const isOvertaken = edited?.text === shownDocument?.reading.text && edited?.text !== read.reading.text;
      return edited && !isOvertaken ? { shownDocument: read } : {};
    }),
});
