import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { makeChange } from '../../../store/gestures.ts';
import { Button } from '../../../ui/button.tsx';
import { TextInput } from '../../../ui/text-input.tsx';
import { FieldFrame, toFieldIds } from '../fields/field-frame.tsx';

/** The id of a stage. A new one is taken with Enter, by leaving the field or with its button, and rewrites every reference. */
export function StageIdField({ stageId }: { readonly stageId: string }): ReactNode {
  const ids = toFieldIds(useId());
  const [draft, setDraft] = useState(stageId);
  const [fault, setFault] = useState<string>();
  /** It was taken, and the form of the renamed stage is not there yet. */
  const [taken, setTaken] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const isChanged = draft.trim() !== stageId;
  useEffect(() => {
    if (renamedByKey !== stageId) return;
    renamedByKey = undefined;
    input.current?.focus();
  }, [stageId]);
  function rename(): boolean {
    const to = draft.trim();
    // Who has pressed Enter leaves the field with the same name in it.
    if (to === taken) return false;
    if (to === stageId) setDraft(stageId);
    const refusal =
      to === stageId ? undefined : makeChange({ type: 'rename_stage', from: stageId, to }, { select: [to] });
    setFault(refusal);
    setTaken(refusal === undefined && to !== stageId ? to : undefined);
    return refusal === undefined && to !== stageId;
  }
  return (
    <FieldFrame
      ids={ids}
      path={ID_PATH}
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
        ref={input}
        id={ids.id}
        // What is only typed yet is taken back by the browser's own undo.
        data-plain-field={isChanged ? '' : undefined}
        value={draft}
        aria-describedby={ids.helpId}
        aria-invalid={fault !== undefined}
        aria-keyshortcuts="F2"
        data-stage-id-field
        onChange={({ target }) => {
          setDraft(target.value);
          setFault(undefined);
          setTaken(undefined);
        }}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && rename()) renamedByKey = draft.trim();
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

const ID_PATH = ['id'] as const;

/** A stage under its new id is another form. Whoever renamed it with Enter is in the same field of that one. */
let renamedByKey: string | undefined;
