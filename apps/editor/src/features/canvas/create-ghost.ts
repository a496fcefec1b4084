import { findGhostFix } from '../../model/problems/ghost-fix.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { tellRefusal } from './tell-refusal.ts';

/** Defines a stage that is only named, as the quick fix of the finding on it does, and selects it. */
export function createGhost(id: string): void {
  const { edited, shownDocument } = useEditorStore.getState();
  const reading = shownDocument?.reading;
  const ghost = reading?.ghosts.find((one) => one.id === id);
  const fix = reading && ghost && findGhostFix(reading, ghost);
  if (!fix || edited?.text !== reading?.text) {
    tellRefusal(`${id} cannot be created while the text is being read or is broken. Try again in a moment.`);
    return;
  }
  makeEdit(fix.edits, { label: `Create ${id}`, select: [id] });
}
