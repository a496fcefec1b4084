import { type ReactNode, useId, useState } from 'react';
import { makeChange } from '../../../store/gestures.ts';
import { Button } from '../../../ui/button.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import { FieldFrame, toFieldIds } from '../fields/field-frame.tsx';

/** The id of a stage. A new one is taken with Enter, by leaving the field or with its button, and rewrites every reference. */
export function StageIdField({ stageId }: { readonly stageId: string }): ReactNode {
  const ids = toFieldIds(useId());
  const [draft, setDraft] = useState(stageId);
  const [fault, setFault] = useState<string>();
  const isChanged = draft.trim() !== stageId;
  function rename(): void {
    const to = draft.trim();
    if (to === stageId) setDraft(stageId);
    else setFault(makeChange({ type: 'rename_stage', from: stageId, to }, { select: [to] }));
  }
  return (
    <FieldFrame
      ids={ids}
      title="Id"
      help="A letter, then letters, digits, “_” or “-”; unique. Every reference to the stage is renamed with it."
      isRequired
      fault={fault}
      aside={
        isChanged && (
          <Button size="sm" variant="ghost" onClick={rename}>
            Rename
          </Button>
        )
      }
    >
      <TextInput
        id={ids.id}
        value={draft}
        aria-describedby={ids.helpId}
        aria-invalid={fault !== undefined}
        aria-keyshortcuts="F2"
        data-stage-id-field
        onChange={({ target }) => {
          setDraft(target.value);
          setFault(undefined);
        }}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === 'Enter') rename();
          if (event.key !== 'Escape' || !isChanged) return;
          // The first Escape takes the typing back, the next one closes the panel.
          event.stopPropagation();
          setDraft(stageId);
          setFault(undefined);
        }}
        className="font-mono text-xs"
      />
    </FieldFrame>
  );
}
