import { create } from 'zustand';
import { createDocumentSlice, type DocumentSlice } from './document-slice.ts';
import { createRunSlice, type RunSlice } from './run-slice.ts';
import { createSelectionSlice, type SelectionSlice } from './selection-slice.ts';
import { createViewSlice, type ViewSlice } from './view-slice.ts';

/** All that the page knows beside what the server owns; read the smallest part of it that is drawn. */
export type EditorState = DocumentSlice & RunSlice & SelectionSlice & ViewSlice;

/** The one store of the editor. */
export const useEditorStore = create<EditorState>()((...create) => ({
  ...createDocumentSlice(...create),
  ...createRunSlice(...create),
  ...createSelectionSlice(...create),
  ...createViewSlice(...create),
}));
