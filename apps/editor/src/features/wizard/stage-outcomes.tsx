import { type PipelineGraph, type Run, toDurationText } from '@flowmason/pipeline-schema';
import type { ReactNode } from 'react';
import { toStageLook } from '../../model/runs/status-look.ts';
import { StatusMark } from '../../ui/status-mark.tsx';

/** What became of every stage, in the order of the file. */
export function StageOutcomes({ run, graph }: { readonly run: Run; readonly graph: PipelineGraph }): ReactNode {
  return (
    <section aria-label="Stages of the dry run" className="min-w-0 rounded-lg border border-line bg-surface">
      <h3 className="border-line border-b px-4 py-2 font-medium text-xs">Stages</h3>
      <ul className="divide-y divide-line">
        {[...graph.stages.keys()].map((id) => {
          const stage = run.stages[id];
          if (!stage) return null;
          const look = toStageLook(stage);
          return (
            <li key={id} className="flex items-start gap-2.5 px-4 py-1.5">
              <span className="mt-0.5">
                <StatusMark icon={look.icon} tone={look.tone} label={look.word} size={14} />
              </span>
              <div className="min-w-0 flex-1">
                <p className={stage.status === 'skipped' ? 'truncate text-faint' : 'truncate'}>{id}</p>
                {stage.error && <p className="break-words text-muted text-xs">{stage.error.message}</p>}
              </div>
              <span className="tabular shrink-0 text-faint text-xs">
                {[
                  stage.arm,
                  stage.attempts > 1 && `${stage.attempts} attempts`,
                  stage.duration_ms !== null && stage.status !== 'skipped' && toDurationText(stage.duration_ms),
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
