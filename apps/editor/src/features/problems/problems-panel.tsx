import type { Diagnostic } from '@flowmason/pipeline-schema';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import { stageOfPointer } from '../../model/stage-of-pointer.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** Everything that the reader found, errors first; each leads to its stage and to its place in the text. */
export function ProblemsPanel({ opened }: { readonly opened: OpenedPipeline }): ReactNode {
  const { diagnostics } = opened.reading;
  if (diagnostics.length === 0) {
    return (
      <EmptyState icon={<CircleCheck size={20} />} title="No problems">
        The whole document was checked: shape, references, expressions and every stage’s settings.
      </EmptyState>
    );
  }
  const errorsFirst = diagnostics.toSorted(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'),
  );
  return (
    <ul className="divide-y divide-line">
      {errorsFirst.map((diagnostic) => (
        <ProblemRow
          key={`${diagnostic.code} ${diagnostic.pointer} ${diagnostic.range.start.offset} ${diagnostic.message}`}
          diagnostic={diagnostic}
          stageId={stageOfPointer(opened.reading, diagnostic.pointer)}
        />
      ))}
    </ul>
  );
}

function ProblemRow({
  diagnostic,
  stageId,
}: {
  readonly diagnostic: Diagnostic;
  readonly stageId: string | undefined;
}): ReactNode {
  const { selectStage, showTab, revealPlace } = useEditorStore.getState();
  const isError = diagnostic.severity === 'error';
  return (
    <li className="group flex items-start gap-3 px-4 py-2 transition-colors hover:bg-hover max-sm:flex-wrap">
      <span className={isError ? 'mt-0.5 text-failed' : 'mt-0.5 text-recovered'}>
        {isError ? <CircleAlert size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
        <span className="sr-only">{diagnostic.severity}</span>
      </span>
      <div className="min-w-0 flex-1">
        <p className="break-words">{diagnostic.message}</p>
        <p className="text-faint text-xs">
          <span className="font-mono text-2xs">{diagnostic.code}</span>
          {` · line ${diagnostic.range.start.line}, column ${diagnostic.range.start.column}`}
          {diagnostic.fixes.length > 0 && ` · fix: ${diagnostic.fixes.map(({ title }) => title).join('; ')}`}
        </p>
      </div>
      {stageId !== undefined && (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => {
            showTab('canvas');
            selectStage(stageId);
          }}
        >
          {stageId}
        </Button>
      )}
      <Button
        size="sm"
        variant="ghost"
        onClick={() => {
          showTab('json');
          revealPlace(diagnostic.range);
        }}
      >
        Show in JSON
      </Button>
    </li>
  );
}
