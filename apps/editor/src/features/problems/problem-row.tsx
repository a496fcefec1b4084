import type { QuickFix } from '@flowmason/pipeline-schema';
import { Braces, CircleAlert, TriangleAlert, Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Problem } from '../../model/problems/problem-list.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { jumpToProblem, showProblemInJson } from './jump-to-problem.ts';

type ProblemRowProps = {
  readonly problem: Problem;
  /** The one row whose buttons the Tab key stops at. */
  readonly isTabStop: boolean;
  readonly onFix: (fix: QuickFix) => void;
};

/** One problem: a click leads to its place, and each of its fixes is a button. */
export function ProblemRow({ problem, isTabStop, onFix }: ProblemRowProps): ReactNode {
  const { diagnostic, stageId, field, key } = problem;
  const { line, column } = diagnostic.range.start;
  const tabIndex = isTabStop ? 0 : -1;
  return (
    <div className="group flex items-start gap-2 py-1 pr-3 pl-4 transition-colors hover:bg-hover max-sm:flex-wrap">
      <button
        type="button"
        data-problem={key}
        tabIndex={tabIndex}
        className="flex min-w-0 flex-1 items-start gap-2 rounded-md text-left outline-offset-0"
        onClick={() => jumpToProblem(problem)}
      >
        <SeverityIcon severity={diagnostic.severity} />
        <span className="min-w-0 flex-1">
          <span className="block break-words">{diagnostic.message}</span>
          <span className="block truncate text-faint text-xs">
            {[stageId, field].filter(Boolean).join(' › ') || 'The document'}
            <span className="tabular">{` · line ${line}, column ${column}`}</span>
            <span className="font-mono text-2xs">{` · ${diagnostic.code}`}</span>
          </span>
        </span>
      </button>
      {diagnostic.fixes.map((fix) => (
        <Button
          key={fix.title}
          size="sm"
          tabIndex={tabIndex}
          icon={<Wrench size={12} aria-hidden />}
          className="mt-0.5 max-w-72"
          aria-label={`Fix: ${fix.title}`}
          title={fix.title}
          onClick={() => onFix(fix)}
        >
          <span className="truncate">{fix.title}</span>
        </Button>
      ))}
      <IconButton
        label="Show in JSON"
        side="left"
        tabIndex={tabIndex}
        className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
        onClick={() => showProblemInJson(problem)}
      >
        <Braces size={14} />
      </IconButton>
    </div>
  );
}

function SeverityIcon({ severity }: { readonly severity: 'error' | 'warning' }): ReactNode {
  return (
    <span className={severity === 'error' ? 'mt-0.5 text-failed' : 'mt-0.5 text-recovered'}>
      {severity === 'error' ? <CircleAlert size={16} aria-hidden /> : <TriangleAlert size={16} aria-hidden />}
      <span className="sr-only">{severity}: </span>
    </span>
  );
}
