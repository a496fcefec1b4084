import { builtinComponents } from '@flowmason/engine';
import { type PipelineChange, planChanges, type TextEdit } from '@flowmason/pipeline-schema';
import type { HistoryEntry } from '../model/document/text-history.ts';
import { useEditorStore } from './editor-store.ts';

/** How a gesture is recorded. */
export interface GestureOptions {
  /** What undo says; default what the change says of itself. */
  readonly label?: string;
  /** Gestures with the same key that follow each other within a second are one: a drag, typing into one field. */
  readonly coalesceKey?: string;
  /** The stages to select afterwards; default what the change says, else what is selected. */
  readonly select?: readonly string[];
}

/**
 * Makes one or more changes to the open pipeline as one gesture: all of them or none. Gives back why it was refused, for a
 * person, or undefined when it was done.
 */
export function makeChange(
  change: PipelineChange | readonly PipelineChange[],
  options: GestureOptions = {},
): string | undefined {
  const { edited } = useEditorStore.getState();
  if (!edited) return 'No pipeline is open.';
  const plan = planChanges(edited.text, [change].flat(), { components: builtinComponents });
  if (plan.refusal !== undefined) return plan.refusal;
  const { label = plan.label, select = plan.select } = options;
  commit(plan.edits, { ...options, label, ...(select && { select }) });
  return undefined;
}

/** Makes edits of the text itself: typing, a quick fix. They hold for the text as it is now. */
export function makeEdit(edits: readonly TextEdit[], options: GestureOptions & { readonly label: string }): void {
  commit(edits, options);
}

/** Takes the last gesture back, with the selection from before it. */
export function undo(): void {
  restore(useEditorStore.getState().undoGesture(), 'selectedBefore');
}

/** Does again what was undone last, with the selection from after it. */
export function redo(): void {
  restore(useEditorStore.getState().redoGesture(), 'selectedAfter');
}

function commit(
  edits: readonly TextEdit[],
  { label, coalesceKey, select }: GestureOptions & { readonly label: string },
): void {
  const { commitGesture, selectStages, selectedIds } = useEditorStore.getState();
  commitGesture({
    label,
    coalesceKey,
    steps: [edits],
    selectedBefore: selectedIds,
    selectedAfter: select ?? selectedIds,
    atMs: Date.now(),
  });
  if (select) selectStages(select);
}

function restore(entry: HistoryEntry | undefined, side: 'selectedBefore' | 'selectedAfter'): void {
  if (entry) useEditorStore.getState().selectStages(entry[side]);
}
