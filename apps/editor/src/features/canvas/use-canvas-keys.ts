import { type RefObject, useEffect, useLayoutEffect } from 'react';
import { findCommand } from '../../model/document/keymap.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { hasKeys } from './canvas-focus.ts';
import type { CanvasCommands } from './use-canvas-commands.ts';
import type { Drawing } from './use-diagram.ts';

/**
 * The canvas by keyboard (`model/document/keymap.ts`): keys work while the focus is on the canvas or on nothing, never in a field or
 * an open dialog. One card is in the tab order, the arrows walk from it to its neighbours.
 */
export function useCanvasKeys(
  frame: RefObject<HTMLElement | null>,
  { drawing, commands }: { readonly drawing: Drawing; readonly commands: CanvasCommands },
): void {
  const selected = useEditorStore((state) => state.selectedStageId);
  const { diagram, layout } = drawing;

  const entry = (selected !== undefined && layout.boxes.has(selected) ? selected : undefined) ?? diagram.nodes[0]?.id;
  useLayoutEffect(() => useEditorStore.getState().setEntryStage(entry), [entry]);

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      const element = frame.current;
      if (event.defaultPrevented || !element || !hasKeys(event.target, element)) return;
      const command = findCommand(event, 'canvas');
      if (command === undefined || (event.key === 'Tab' && !mayTab(event.target, element))) return;
      const run = commands[command];
      if (run && run() !== false) event.preventDefault();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [frame, commands]);
}

/**
 * Tab adds a stage on empty canvas and behind the selected stage. Anywhere else it goes on to the next thing, so that it leads
 * out of the canvas again: Escape, then Tab.
 */
function mayTab(target: EventTarget | null, canvas: HTMLElement): boolean {
  if (target === canvas) return true;
  const id = target instanceof HTMLElement ? target.dataset['stage'] : undefined;
  return id !== undefined && useEditorStore.getState().selectedIds.includes(id);
}
