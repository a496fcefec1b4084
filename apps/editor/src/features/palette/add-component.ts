import { toast } from 'sonner';
import { type AddPlace, toAddChanges, waysToAdd } from '../../model/canvas/canvas-add.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { nextStageId } from '../../store/next-stage-id.ts';

/** Adds a stage of this component: there, or behind the selected stage. */
export function addComponent(component: string, place?: AddPlace): void {
  const { shownDocument, selectedStageId } = useEditorStore.getState();
  const graph = shownDocument?.graph;
  const isBehind = place === undefined && selectedStageId !== undefined && graph?.stages.has(selectedStageId);
  const behind = graph && isBehind ? waysToAdd(graph, selectedStageId)[0]?.place : undefined;
  const id = nextStageId(component);
  const changes = toAddChanges(graph, place ?? behind ?? {}, { id, component });
  const refusal = makeChange(changes, { label: `Add ${id}`, select: [id] });
  if (refusal !== undefined) toast.error(refusal, { id: 'refusal' });
}
