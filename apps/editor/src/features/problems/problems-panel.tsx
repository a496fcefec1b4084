import { CircleCheck, SearchX } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import {
  filterProblems,
  groupProblems,
  type ProblemFilter,
  type ProblemGrouping,
  toProblems,
} from '../../model/problems/problem-list.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { makeFix } from './fix-problems.ts';
import { ProblemBar } from './problem-bar.tsx';
import { ProblemLines } from './problem-lines.tsx';

/** Everything that the reader found, grouped and filtered; each leads to its place, and what can be fixed has its fixes. */
export function ProblemsPanel({ opened: { reading } }: { readonly opened: OpenedPipeline }): ReactNode {
  const [filter, setFilter] = useState<ProblemFilter>(EVERYTHING);
  const [grouping, setGrouping] = useState<ProblemGrouping>('kind');
  const problems = useMemo(() => toProblems(reading), [reading]);
  const shown = useMemo(() => filterProblems(problems, filter), [problems, filter]);
  const groups = useMemo(() => groupProblems(shown, grouping), [shown, grouping]);
  if (problems.length === 0) {
    return (
      <EmptyState icon={<CircleCheck size={20} />} title="No problems">
        The whole document was checked: shape, references, expressions and every stage’s settings.
      </EmptyState>
    );
  }
  const isBroken = problems.some(({ diagnostic }) => diagnostic.code === 'not-json');
  return (
    <div className="flex h-full flex-col">
      <ProblemBar
        {...{ problems, filter, grouping }}
        shownCount={shown.length}
        onFilter={setFilter}
        onGrouping={setGrouping}
      />
      {isBroken && (
        <p className="shrink-0 border-line border-b px-4 py-1.5 text-muted text-xs">
          The text is not JSON now. Everything else is checked again as soon as it is.
        </p>
      )}
      {shown.length === 0 ? (
        <EmptyState
          icon={<SearchX size={20} />}
          title="No problem matches"
          action={
            <Button size="sm" onClick={() => setFilter(EVERYTHING)}>
              Show all {problems.length}
            </Button>
          }
        />
      ) : (
        <ProblemLines groups={groups} onFix={(fix) => makeFix(fix, reading)} />
      )}
    </div>
  );
}

const EVERYTHING: ProblemFilter = { search: '', severity: 'all' };
