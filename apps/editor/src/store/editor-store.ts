import { create } from 'zustand';
import { type CanvasSlice, createCanvasSlice } from './canvas-slice.ts';
import { createDiffSlice, type DiffSlice } from './diff-slice.ts';
import { createDocumentSlice, type DocumentSlice } from './document-slice.ts';
import { createFileSlice, type FileSlice } from './file-slice.ts';
import { createImportSlice, type ImportSlice } from './import-slice.ts';
import { createRunSlice, type RunSlice } from './run-slice.ts';
import { createSelectionSlice, type SelectionSlice } from './selection-slice.ts';
import { createViewSlice, type ViewSlice } from './view-slice.ts';

/** All that the page knows beside what the server owns; read the smallest part of it that is drawn. */
export type EditorState = CanvasSlice &
  DiffSlice &
  DocumentSlice &
  FileSlice &
  ImportSlice &
  RunSlice &
  SelectionSlice &
  ViewSlice;

/** The one store of the editor. */
export const useEditorStore = create<EditorState>()((...create) => ({
  ...createCanvasSlice(...create),
  ...createDiffSlice(...create),
  ...createDocumentSlice(...create),
  ...createFileSlice(...create),
  ...createImportSlice(...create),
  ...createRunSlice(...create),
  ...createSelectionSlice(...create),
  ...createViewSlice(...create),
}));
