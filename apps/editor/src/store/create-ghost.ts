import type { GhostStage, PipelineChange } from '@flowmason/pipeline-schema';
import { findGhostFix } from '../model/problems/ghost-fix.ts';
import { useEditorStore } from './editor-store.ts';
import { makeChange, makeEdit } from './gestures.ts';

/**
 * Defines a stage that is only named, and selects it: as `component`; without one as the quick fix of the finding on it
 * proposes, and where none is proposed as a request. Gives back why it was refused, for a person.
 */
export function createGhost(id: string, component?: string): string | undefined {
  const { edited, shownDocument } = useEditorStore.getState();
  const reading = shownDocument?.reading;
  const ghost = reading?.ghosts.find((one) => one.id === id);
  if (!reading || !ghost || edited?.text !== reading.text) {
    return `${id} cannot be created while the text is being read or is broken. Try again in a moment.`;
  }
  const gesture = { label: `Create ${id}`, select: [id] };
  const fix = component === undefined ? findGhostFix(reading, ghost) : undefined;
  if (!fix) return makeChange(toChanges(ghost, component ?? 'http_request'), gesture);
  makeEdit(fix.edits, gesture);
  return undefined;
}

/** A stage that is only read must be waited for as well. */
function toChanges({ id, referencedBy }: GhostStage, component: string): readonly PipelineChange[] {
  const reader = referencedBy.every(({ as }) => as === 'template') ? referencedBy[0]?.stageId : undefined;
  const added: PipelineChange = { type: 'add_stage', stage: { id, component } };
  return reader ? [added, { type: 'connect', connection: { from: id, to: reader } }] : [added];
}
