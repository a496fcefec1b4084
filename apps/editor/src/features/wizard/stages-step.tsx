import { type ReactNode, useRef } from 'react';
import { missingStages } from '../../model/wizard/wizard-stages.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { AddStage } from './add-stage.tsx';
import { MissingStages } from './missing-stages.tsx';
import { StageFlowchart } from './stage-flowchart.tsx';
import { StageRow } from './stage-row.tsx';

/** The stages as a picture and as a list: add, rename, remove, and create those that are named and missing. */
export function StagesStep(): ReactNode {
  const document = useWizardStore((state) => state.draft?.document);
  const pipeline = document?.reading.pipeline;
  const list = useRef<HTMLUListElement>(null);
  if (!document || !pipeline) return null;
  const { diagnostics } = document.reading;
  return (
    <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)_400px] gap-6 max-lg:grid-cols-1">
      <section
        aria-label="Flowchart"
        className="relative min-h-130 overflow-hidden rounded-lg border border-line bg-surface max-lg:min-h-100"
      >
        <div className="absolute inset-0">
          <StageFlowchart />
        </div>
      </section>
      <div className="flex min-w-0 flex-col gap-4">
        <MissingStages missing={missingStages(document.reading)} />
        <section aria-label="Stages" className="flex flex-col gap-3">
          <ul
            ref={list}
            tabIndex={-1}
            aria-label="Stages in the order of the file"
            className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface outline-none"
          >
            {pipeline.stages.map((stage) => {
              const pointer = document.reading.pointerOfStage(stage.id);
              const errors = diagnostics.filter(
                (found) =>
                  found.severity === 'error' && pointer !== undefined && found.pointer.startsWith(`${pointer}/`),
              );
              return (
                <StageRow
                  key={stage.id}
                  stage={stage}
                  pipeline={pipeline}
                  errorCount={errors.length}
                  onDeleted={() => list.current?.focus()}
                />
              );
            })}
            {pipeline.stages.length === 0 && <li className="px-4 py-6 text-center text-muted">No stages yet</li>}
          </ul>
          <AddStage pipeline={pipeline} />
        </section>
      </div>
    </div>
  );
}
