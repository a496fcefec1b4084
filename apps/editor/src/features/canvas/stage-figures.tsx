import { toDurationText } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import type { StageCard } from '../../model/document/stage-card.ts';
import type { ShownStage } from '../../model/runs/loop-instances.ts';
import { useRunTimeAt } from '../../store/use-run.ts';
import { useNow } from '../../ui/use-now.ts';

/** Attempts as `3/12`, then the time that it takes or took; for a stage in a loop, how many instances are done. */
export function StageFigures({ card, stage }: { readonly card: StageCard; readonly stage: ShownStage }): ReactNode {
  const { instanceCount, settledCount, attempts, startedAt, durationMs } = stage;
  const isTiming = (stage.status === 'running' || stage.status === 'waiting') && startedAt !== null;
  return (
    <span className="tabular flex shrink-0 items-center gap-1.5 text-2xs text-muted">
      {instanceCount > 0 && (
        <span title={`${settledCount} of ${instanceCount} done`}>
          {settledCount}/{instanceCount}
        </span>
      )}
      {instanceCount === 0 && (attempts > 1 || (attempts > 0 && card.maxAttempts !== undefined && isTiming)) && (
        <span title={`Attempt ${attempts}${card.maxAttempts === undefined ? '' : ` of at most ${card.maxAttempts}`}`}>
          {attempts}
          {card.maxAttempts !== undefined && `/${card.maxAttempts}`}
        </span>
      )}
      {isTiming && <Elapsed since={startedAt} />}
      {!isTiming && durationMs !== null && attempts > 0 && <span>{toDurationText(durationMs)}</span>}
    </span>
  );
}

function Elapsed({ since }: { readonly since: string }): ReactNode {
  const now = useRunTimeAt(useNow(true));
  return <span>{toDurationText(now - Date.parse(since))}</span>;
}
