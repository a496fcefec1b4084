import { CircleAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { toProblemText } from '../../model/problems/canvas-problems.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useProblemCount } from './problems-context.ts';

/** How much was found in a stage, at the corner of its card; nothing when nothing was. */
export function ProblemMark({ stageId }: { readonly stageId: string }): ReactNode {
  const count = useProblemCount(stageId);
  if (!count) return null;
  const Mark = count.errors > 0 ? CircleAlert : TriangleAlert;
  const total = count.errors + count.warnings;
  return (
    <Tooltip content={toProblemText(count)}>
      <span
        aria-hidden
        className={`tabular flex h-4 shrink-0 items-center gap-0.5 font-medium text-2xs ${count.errors > 0 ? 'text-failed' : 'text-recovered'}`}
      >
        <Mark size={13} />
        {total > 1 && total}
      </span>
    </Tooltip>
  );
}
