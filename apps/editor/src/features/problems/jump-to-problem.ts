import type { Problem } from '../../model/problems/problem-list.ts';
import { useEditorStore } from '../../store/editor-store.ts';

/** Shows a problem where the person is looking: its stage on the canvas and in the stage panel, its place in the text. */
export function jumpToProblem({ diagnostic, stageId }: Problem): void {
  const { tab, showTab, selectStage, revealPlace, askForField } = useEditorStore.getState();
  if (stageId !== undefined) selectStage(stageId);
  // What stands outside of all stages can only be seen in the text.
  if (stageId === undefined && tab !== 'split') showTab('json');
  else if (tab === 'mermaid' || tab === 'gantt') showTab('canvas');
  revealPlace(diagnostic.range);
  // Beside the text the text shows the place, and the focus stays where it is.
  if (stageId !== undefined && useEditorStore.getState().tab === 'canvas') askForField(diagnostic.pointer);
}

/** Shows the place of a problem in the text. */
export function showProblemInJson({ diagnostic, stageId }: Problem): void {
  const { tab, showTab, selectStage, revealPlace } = useEditorStore.getState();
  if (tab !== 'split') showTab('json');
  if (stageId !== undefined) selectStage(stageId);
  revealPlace(diagnostic.range);
}
