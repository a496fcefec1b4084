import { builtinComponents } from '@flowmason/engine';
import { freeStageId, readFragment } from '@flowmason/pipeline-schema';
import { useEditorStore } from './editor-store.ts';

/** An id for a new stage of this component that nothing in the open document is called yet, defined or not. */
export function nextStageId(component: string): string {
  const { edited, shownDocument } = useEditorStore.getState();
  // The text may be ahead of what was read of it last.
  const written = edited && readFragment(edited.text, { components: builtinComponents });
  const defined = written?.refusal === undefined ? (written?.ids ?? []) : [];
  const ghosts = shownDocument?.reading.ghosts.map(({ id }) => id) ?? [];
  return freeStageId([...defined, ...ghosts], component.replaceAll('_', '-'));
}
