import { GitCompareArrows, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { countKinds, isEmptyDiff } from '../../model/diff/pipeline-diff.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useComparison } from '../../store/use-comparison.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { DiffBadge } from './diff-badge.tsx';

/** The legend of the comparison that the canvas shows; nothing without one. */
export function CompareBar(): ReactNode {
  const comparison = useComparison();
  const { compareWith, showDialog } = useEditorStore.getState();
  if (!comparison) return null;
  const { label, diff } = comparison;
  const removed = diff?.stages.filter(({ kind }) => kind === 'removed') ?? [];
  return (
    <section
      aria-label="Comparison"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-surface px-4 py-1"
    >
      <GitCompareArrows size={14} className="shrink-0 text-muted" aria-hidden />
      <span>
        Compared with <strong className="font-semibold">{label}</strong>
      </span>
      <span role="status" className="flex flex-wrap items-center gap-1.5">
        {diff && countKinds(diff).map(([kind, count]) => <DiffBadge key={kind} kind={kind} count={count} />)}
        {diff && isEmptyDiff(diff) && <span className="text-muted">no stage differs</span>}
        {!diff && <span className="text-muted">one of the two cannot be read as a pipeline</span>}
      </span>
      {removed.length > 0 && (
        <span className="min-w-0 truncate text-muted text-xs">Removed: {removed.map(({ id }) => id).join(', ')}</span>
      )}
      <span className="flex-1" />
      <Button size="sm" onClick={() => showDialog('compare')}>
        Show changes
      </Button>
      <IconButton label="Stop comparing" className="size-6" onClick={() => compareWith(undefined)}>
        <X size={14} />
      </IconButton>
    </section>
  );
}
