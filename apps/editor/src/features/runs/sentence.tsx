import { Fragment, type ReactNode } from 'react';
import type { SentencePart } from '../../model/stage-words.ts';
import { useEditorStore } from '../../store/editor-store.ts';

type SentenceProps = {
  readonly parts: readonly SentencePart[];
  /** Called when the reader goes to one of the stages. */
  readonly onLeave?: () => void;
};

/** A sentence in which the names of stages lead to them. */
export function Sentence({ parts, onLeave }: SentenceProps): ReactNode {
  return parts.map((part, index) => (
    <Fragment key={index}>
      {typeof part === 'string' ? part : <StageLink stageKey={part.stage} {...(onLeave && { onLeave })} />}
    </Fragment>
  ));
}

/** The name of a stage or loop instance; selects it everywhere. */
export function StageLink(props: { readonly stageKey: string; readonly onLeave?: () => void }): ReactNode {
  const { stageKey, onLeave } = props;
  return (
    <button
      type="button"
      className="rounded-sm font-medium text-accent-strong hover:underline"
      onClick={() => {
        selectStageKey(stageKey);
        onLeave?.();
      }}
    >
      {stageKey}
    </button>
  );
}

/** Selects the stage at `key`, an id or loop address, and the attempt if one is given. */
export function selectStageKey(key: string, attempt?: number): void {
  const stageId = key.slice(key.lastIndexOf('/') + 1);
  useEditorStore.getState().selectStage(stageId, stageId === key ? undefined : key, attempt);
}
