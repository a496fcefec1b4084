import { type StageRun, toDurationText } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import { toStageLook } from '../../model/status-look.ts';
import { Badge } from '../../ui/badge.tsx';
import { Icon } from '../../ui/icon.tsx';

/**
 * What happened to a stage in the shown run: resolved request, response, output, attempts, and for decisions why.
 * `stageKey` is its id or loop address; events of it are found in `useRunEvents` by `stageKeyOf`.
 */
export function StageResult(props: { readonly stageKey: string; readonly stageRun: StageRun }): ReactNode {
  const { stageRun } = props;
  const look = toStageLook(stageRun);
  return (
    <section aria-label="Result" className="border-line border-b px-4 py-3">
      <div className="flex items-center gap-3">
        <Badge tone={look.tone} icon={<Icon name={look.icon} size={12} />}>
          {look.word}
        </Badge>
        {stageRun.duration_ms !== null && <span className="tabular">{toDurationText(stageRun.duration_ms)}</span>}
        {stageRun.attempts > 1 && <span className="text-muted">{stageRun.attempts} attempts</span>}
      </div>
      {stageRun.error && <p className="mt-2 break-words">{stageRun.error.message}</p>}
    </section>
  );
}
