import type { ReactFlowInstance } from '@xyflow/react';
import type { Point } from '../../model/layout/layout-sizes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { tellRefusal } from './tell-refusal.ts';

/** Adds an empty note at a place of the page, or in the middle of the canvas, and selects it for writing. */
export function addNote(
  flow: Pick<ReactFlowInstance, 'screenToFlowPosition'>,
  frame: HTMLElement | null,
  at?: Point,
): void {
  const corner = frame?.getBoundingClientRect();
  const middle = corner ? { x: corner.x + corner.width / 2, y: corner.y + corner.height / 2 } : { x: 0, y: 0 };
  const { x, y } = flow.screenToFlowPosition(at ?? middle);
  const id = `note-${crypto.randomUUID().slice(0, 8)}`;
  const note = { id, text: '', position: [Math.round(x), Math.round(y)] as const };
  if (!tellRefusal(makeChange({ type: 'put_note', note }, { label: 'Add a note' }))) return;
  const { selectStage, pickNote } = useEditorStore.getState();
  selectStage(undefined);
  pickNote(id);
}
