import { FileWarning } from 'lucide-react';
import { type ReactNode, useId, useMemo } from 'react';
import { diffPipelines } from '../../model/diff/pipeline-diff.ts';
import { openPipelineDocument } from '../../model/document/pipeline-document.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ChangeList } from './change-list.tsx';

/** What one side has changed since `base`, under its heading. */
export function SideChanges(props: {
  readonly heading: string;
  readonly base: string;
  readonly text: string;
}): ReactNode {
  const { heading, base, text } = props;
  const id = useId();
  const diff = useMemo(() => {
    const [before, after] = [base, text].map((version) => openPipelineDocument(version).reading.pipeline);
    return before && after && diffPipelines(before, after);
  }, [base, text]);
  return (
    <section aria-labelledby={id} className="flex min-h-0 min-w-0 flex-col not-first:border-line not-first:border-l">
      <h3 id={id} className="shrink-0 border-line border-b bg-sunken px-4 py-1.5 font-medium text-muted text-xs">
        {heading}
      </h3>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {diff ? (
          <ChangeList diff={diff} />
        ) : (
          <EmptyState icon={<FileWarning size={24} />} title="This side is no pipeline">
            Its text cannot be read as one.
          </EmptyState>
        )}
      </div>
    </section>
  );
}
