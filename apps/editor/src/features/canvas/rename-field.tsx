import { type ReactNode, useState } from 'react';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { classNames } from '../../ui/class-names.ts';
import { focusWhenDrawn } from '../../ui/focus-when-drawn.ts';

/** The field for another id on the card, while the stage is being renamed: Enter writes it everywhere, Escape leaves it. */
export function RenameField(props: { readonly stageId: string; readonly className: string }): ReactNode {
  const isRenaming = useEditorStore((state) => state.renamingStageId === props.stageId);
  return isRenaming ? <OpenField {...props} /> : null;
}

function OpenField({ stageId, className }: { readonly stageId: string; readonly className: string }): ReactNode {
  const [id, setId] = useState(stageId);
  const [refusal, setRefusal] = useState<string>();
  const { startRenaming } = useEditorStore.getState();

  function close(focused: string): void {
    startRenaming(undefined);
    // The card of another id comes with the next layout.
    focusWhenDrawn(`[data-stage="${CSS.escape(focused)}"]`);
  }

  function rename(): void {
    const wanted = id.trim();
    if (wanted === stageId || wanted === '') {
      close(stageId);
      return;
    }
    const refused = makeChange({ type: 'rename_stage', from: stageId, to: wanted }, { select: [wanted] });
    setRefusal(refused);
    if (refused === undefined) close(wanted);
  }

  return (
    <form
      className={classNames('nopan pointer-events-auto absolute z-10', className)}
      onSubmit={(event) => {
        event.preventDefault();
        rename();
      }}
    >
      <input
        // The person has just asked for it, by key or menu.
        // biome-ignore lint/a11y/noAutofocus: see above
        autoFocus
        data-plain-field
        aria-label={`New id of ${stageId}`}
        aria-invalid={refusal !== undefined}
        aria-describedby={refusal === undefined ? undefined : 'rename-refusal'}
        value={id}
        maxLength={64}
        spellCheck={false}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setId(event.target.value);
          setRefusal(undefined);
        }}
        onBlur={() => refusal === undefined && startRenaming(undefined)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') close(stageId);
        }}
        className="mt-1 h-7 w-full rounded-md border border-accent bg-surface px-1.5 font-semibold text-sm outline-none aria-invalid:border-failed"
      />
      {refusal !== undefined && (
        <p
          id="rename-refusal"
          role="alert"
          className="mt-1 w-max max-w-70 rounded-md bg-raised px-2 py-1 text-failed text-xs shadow-float"
        >
          {refusal}
        </p>
      )}
    </form>
  );
}
