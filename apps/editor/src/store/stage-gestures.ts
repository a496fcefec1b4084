import { builtinComponents } from '@flowmason/engine';
import { type PipelineChange, type PipelineGraph, readFragment } from '@flowmason/pipeline-schema';
import { useEditorStore } from './editor-store.ts';
import { makeChange } from './gestures.ts';

// What can be done with the stages that are selected, wherever that is asked for. A selection may hold stages that are only
// named: they are left out, and each gives a refusal for a person when nothing else is left.

/** Deletes stages with all that names them. `label` is what undo says; default what was deleted. */
export function deleteStages(ids: readonly string[], { label }: { readonly label?: string } = {}): string | undefined {
  return forDefined(ids, (known) =>
    makeChange({ type: 'delete_stages', ids: known }, { select: [], ...(label !== undefined && { label }) }),
  );
}

/** Copies stages beside themselves. */
export function duplicateStages(ids: readonly string[]): string | undefined {
  return forDefined(ids, (known) => makeChange({ type: 'duplicate_stages', ids: known }));
}

/** Disables the stages, or enables them again when all of them are disabled. */
export function toggleDisabled(ids: readonly string[]): string | undefined {
  return forDefined(ids, (known) => {
    const areAllDisabled = areDisabled(useEditorStore.getState().shownDocument?.graph, known);
    const changes = known.map(
      (stageId): PipelineChange => ({
        type: 'set_stage_value',
        stageId,
        path: ['disabled'],
        value: areAllDisabled ? undefined : true,
      }),
    );
    const what = known.length === 1 ? known[0] : `${known.length} stages`;
    return makeChange(changes, { label: `${areAllDisabled ? 'Enable' : 'Disable'} ${what}` });
  });
}

/** Asks which list the stages are to be moved into. */
export function askToMove(ids: readonly string[]): string | undefined {
  return forDefined(ids, (stageIds) => {
    useEditorStore.getState().askOnCanvas({ type: 'move', stageIds });
    return undefined;
  });
}

/** Whether all of the stages that are defined are disabled, and there is one: what `toggleDisabled` then enables. */
export function areDisabled(graph: PipelineGraph | undefined, ids: readonly string[]): boolean {
  const defined = ids.flatMap((id) => graph?.stages.get(id) ?? []);
  return defined.length > 0 && defined.every(({ disabled }) => disabled);
}

/** Does something with those of the stages that are defined; when none is, gives that as the refusal. Nothing for no ids. */
export function forDefined(
  ids: readonly string[],
  make: (known: readonly string[]) => string | undefined,
): string | undefined {
  if (ids.length === 0) return undefined;
  const isDefined = definedNow();
  const known = ids.filter((id) => isDefined.has(id));
  if (known.length > 0) return make(known);
  return `${ids.join(', ')} ${ids.length === 1 ? 'is' : 'are'} named but not defined. Create it first.`;
}

/** By the text as it is now, which may be ahead of what was read of it last; while it is broken, by that. */
function definedNow(): { has(id: string): boolean } {
  const { edited, shownDocument } = useEditorStore.getState();
  const written = edited && readFragment(edited.text, { components: builtinComponents });
  return written?.refusal === undefined ? new Set(written?.ids) : (shownDocument?.graph?.stages ?? new Set());
}
