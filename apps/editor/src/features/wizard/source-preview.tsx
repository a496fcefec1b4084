import { FileWarning, MousePointerClick } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WizardSource } from '../../model/wizard/wizard-address.ts';
import { useWizardStore } from '../../store/wizard-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { StageFlowchart } from './stage-flowchart.tsx';

/** What is chosen, drawn. */
export function SourcePreview({ source }: { readonly source: WizardSource | undefined }): ReactNode {
  const document = useWizardStore((state) => state.draft?.document);
  const pipeline = document?.reading.pipeline;
  return (
    <section
      aria-label="Preview"
      className="flex min-h-120 flex-col overflow-hidden rounded-lg border border-line bg-surface max-lg:min-h-100"
    >
      {source === undefined && (
        <EmptyState icon={<MousePointerClick size={24} />} title="Choose what to start from">
          It shows here, and Next leads on. Nothing is run and nothing is written before you say so in the last step.
        </EmptyState>
      )}
      {source !== undefined && !document && <Skeleton className="m-4 h-80" />}
      {document && !pipeline && (
        <EmptyState icon={<FileWarning size={24} />} title="This file cannot be read as a pipeline">
          {document.reading.diagnostics[0]?.message} Open it in the editor to mend its text.
        </EmptyState>
      )}
      {source !== undefined && pipeline && (
        <>
          <div className="border-line border-b px-5 py-3">
            <h3 className="font-semibold">{pipeline.name}</h3>
            <p className="text-muted">{pipeline.description ?? 'No description.'}</p>
          </div>
          <div className="relative min-h-0 flex-1">
            <div className="absolute inset-0">
              <StageFlowchart />
            </div>
          </div>
        </>
      )}
    </section>
  );
}
