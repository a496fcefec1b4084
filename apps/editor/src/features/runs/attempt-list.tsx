import { toDurationText } from '@flowmason/pipeline-schema';
import { Fragment, type ReactNode } from 'react';
import { toAttemptResult } from '../../model/runs/attempt-result.ts';
import type { StageAttempt } from '../../model/runs/stage-attempts.ts';
import { classNames } from '../../ui/class-names.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { selectStageKey } from './sentence.tsx';
import { StageSection } from './stage-section.tsx';

type AttemptListProps = {
  readonly attempts: readonly StageAttempt[];
  /** The attempt whose request and response stand above. */
  readonly shown: number | undefined;
  readonly maxAttempts: number | undefined;
  readonly stageKey: string;
};

/** Every attempt of a stage with its outcome and the wait behind it; choosing one shows what it sent and got. */
export function AttemptList({ attempts, shown, maxAttempts, stageKey }: AttemptListProps): ReactNode {
  const count = maxAttempts === undefined ? `${attempts.length}` : `${attempts.length} of at most ${maxAttempts}`;
  return (
    <StageSection title="Attempts" note={count}>
      <ol className="-mx-2">
        {attempts.map((attempt) => (
          <Fragment key={attempt.attempt}>
            <li>
              <AttemptButton
                attempt={attempt}
                isShown={attempt.attempt === shown}
                onShow={() => selectStageKey(stageKey, attempt.attempt)}
              />
            </li>
            {attempt.retry && attempt.retry.delayMs > 0 && (
              <li className="tabular ml-4.25 border-waiting/40 border-l border-dashed py-0.5 pl-4.5 text-2xs text-faint">
                waited {toDurationText(attempt.retry.delayMs)}
              </li>
            )}
          </Fragment>
        ))}
      </ol>
    </StageSection>
  );
}

function AttemptButton(props: {
  readonly attempt: StageAttempt;
  readonly isShown: boolean;
  readonly onShow: () => void;
}): ReactNode {
  const { attempt, isShown, onShow } = props;
  const result = toAttemptResult(attempt);
  return (
    <button
      type="button"
      aria-pressed={isShown}
      className={classNames(
        'tabular flex w-full items-center gap-2 rounded-md px-2 py-1 text-left text-xs',
        isShown ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
      onClick={onShow}
    >
      <StatusMark icon={result.icon} tone={result.tone} label={result.word} size={13} />
      <span className="w-4 shrink-0 text-right text-muted">{attempt.attempt}</span>
      <span className="min-w-0 flex-1 truncate" title={result.text}>
        {result.text}
      </span>
      <span className="shrink-0 text-faint">
        {attempt.endMs !== null && toDurationText(attempt.endMs - attempt.startMs)}
      </span>
    </button>
  );
}
