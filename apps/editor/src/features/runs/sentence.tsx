import { stageIdOfKey } from '@flowmason/pipeline-schema';
import { Fragment, type ReactNode } from 'react';
import type { SentencePart } from '../../model/runs/stage-words.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { LongText } from '../../ui/long-text.tsx';

type SentenceProps = {
  readonly parts: readonly SentencePart[];
  /** Quiet links are told by their weight alone, for texts in which every line has one. */
  readonly isQuiet?: boolean;
  /** Called when the reader goes to one of the stages. */
  readonly onLeave?: () => void;
};

/** A sentence in which the names of stages lead to them. */
export function Sentence({ parts, isQuiet = false, onLeave }: SentenceProps): ReactNode {
  return parts.map((part, index) => (
    <Fragment key={index}>
      {typeof part === 'string' ? (
        <LongText text={part} />
      ) : (
        <StageLink stageKey={part.stage} isQuiet={isQuiet} {...(onLeave && { onLeave })} />
      )}
    </Fragment>
  ));
}

/** The name of a stage or loop instance; selects it everywhere. */
export function StageLink(props: {
  readonly stageKey: string;
  readonly isQuiet?: boolean;
  readonly onLeave?: () => void;
}): ReactNode {
  const { stageKey, isQuiet = false, onLeave } = props;
  return (
    <button
      type="button"
      className={classNames(
        'rounded-sm text-left font-medium hover:text-accent-strong hover:underline',
        !isQuiet && 'text-accent-strong',
      )}
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
  const stageId = stageIdOfKey(key);
  useEditorStore.getState().selectStage(stageId, stageId === key ? undefined : key, attempt);
}
