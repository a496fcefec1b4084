import { Braces } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FieldPlace } from '../../model/fields/field-place.ts';
import { pointerOfField } from '../../model/fields/field-pointer.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useInspected } from './inspected.ts';

/** Leads to a value's place in the text; to the stage while the value is absent. */
export function ShowInJson({ path }: { readonly path: FieldPlace['path'] }): ReactNode {
  const { opened, stageId } = useInspected();
  function show(): void {
    const { tab, showTab, revealPlace } = useEditorStore.getState();
    const stage = stageId === undefined ? '' : opened.reading.pointerOfStage(stageId);
    // Beside the canvas the text shows already.
    if (tab !== 'split') showTab('json');
    revealPlace(pointerOfField(opened.reading, { stageId, path }) ?? stage ?? '');
  }
  return (
    <IconButton label="Show in JSON" side="left" className="size-6" onClick={show}>
      <Braces size={13} />
    </IconButton>
  );
}
