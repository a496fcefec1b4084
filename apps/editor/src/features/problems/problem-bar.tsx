import { CircleAlert, Search, TriangleAlert, WandSparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem, ProblemFilter, ProblemGrouping } from '../../model/problems/problem-list.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { makeAllFixes } from './fix-problems.ts';

type ProblemBarProps = {
  readonly problems: readonly Problem[];
  readonly shownCount: number;
  readonly filter: ProblemFilter;
  readonly onFilter: (filter: ProblemFilter) => void;
  readonly grouping: ProblemGrouping;
  readonly onGrouping: (grouping: ProblemGrouping) => void;
};

/** Narrows the problems down, groups them, and fixes all that can be fixed. */
export function ProblemBar(props: ProblemBarProps): ReactNode {
  const { problems, shownCount, filter, onFilter, grouping, onGrouping } = props;
  const errors = problems.filter(({ diagnostic }) => diagnostic.severity === 'error').length;
  const fixable = problems.filter(({ diagnostic }) => diagnostic.fixes.length > 0).length;
  return (
    <div className="flex h-10 shrink-0 items-center gap-2 border-line border-b px-3">
      <label className="flex h-7 w-56 min-w-20 items-center gap-2 rounded-md border border-line bg-surface px-2 transition-colors focus-within:border-accent">
        <Search size={12} className="shrink-0 text-faint" aria-hidden />
        <span className="sr-only">Filter problems</span>
        <input
          type="search"
          data-plain-field
          value={filter.search}
          placeholder="Filter problems"
          className="min-w-0 flex-1 bg-transparent text-xs outline-none placeholder:text-faint"
          onChange={(event) => onFilter({ ...filter, search: event.target.value })}
        />
      </label>
      <SeverityButton
        severity="error"
        count={errors}
        icon={<CircleAlert size={12} className="text-failed" aria-hidden />}
        {...{ filter, onFilter }}
      />
      <SeverityButton
        severity="warning"
        count={problems.length - errors}
        icon={<TriangleAlert size={12} className="text-recovered" aria-hidden />}
        {...{ filter, onFilter }}
      />
      <div className="max-md:hidden">
        <Select label="Group problems" value={grouping} options={GROUPINGS} onChange={onGrouping} />
      </div>
      {shownCount < problems.length && (
        <span className="tabular truncate text-faint text-xs max-md:hidden">
          {shownCount} of {problems.length} shown
        </span>
      )}
      <div className="flex-1" />
      {fixable > 0 && (
        <Button size="sm" icon={<WandSparkles size={12} aria-hidden />} onClick={() => makeAllFixes()}>
          Fix all
        </Button>
      )}
    </div>
  );
}

const GROUPINGS = [
  { value: 'kind', label: 'By kind' },
  { value: 'stage', label: 'By stage' },
  { value: 'severity', label: 'By severity' },
] as const;

function SeverityButton(props: {
  readonly severity: 'error' | 'warning';
  readonly count: number;
  readonly icon: ReactNode;
  readonly filter: ProblemFilter;
  readonly onFilter: (filter: ProblemFilter) => void;
}): ReactNode {
  const { severity, count, filter } = props;
  const isChosen = filter.severity === severity;
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      title={isChosen ? 'Show all problems' : `Show only ${severity}s`}
      className="tabular inline-flex h-6 shrink-0 items-center gap-1 rounded-md px-1.5 text-muted text-xs transition-colors hover:bg-hover hover:text-ink aria-pressed:bg-pressed aria-pressed:text-ink"
      onClick={() => props.onFilter({ ...filter, severity: isChosen ? 'all' : severity })}
    >
      {props.icon}
      {count} <span className="max-sm:sr-only">{count === 1 ? severity : `${severity}s`}</span>
    </button>
  );
}
