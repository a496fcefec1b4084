import type { QuickFix } from '@flowmason/pipeline-schema';
import { useVirtualizer } from '@tanstack/react-virtual';
import { WandSparkles } from 'lucide-react';
import { type ReactNode, useMemo, useRef } from 'react';
import type { Problem, ProblemGroup } from '../../model/problems/problem-list.ts';
import { Button } from '../../ui/button.tsx';
import { makeAllFixes } from './fix-problems.ts';
import { ProblemRow } from './problem-row.tsx';
import { useProblemKeys } from './use-problem-keys.ts';

type ProblemLinesProps = {
  readonly groups: readonly ProblemGroup[];
  readonly onFix: (fix: QuickFix) => void;
};

type Line = { readonly key: string } & ({ readonly group: ProblemGroup } | { readonly problem: Problem });

/** The problems in their groups; only those in view are in the page. */
export function ProblemLines({ groups, onFix }: ProblemLinesProps): ReactNode {
  const scroller = useRef<HTMLElement>(null);
  const lines = useMemo(() => groups.flatMap(linesOf), [groups]);
  const problems = useMemo(() => groups.flatMap((group) => group.problems), [groups]);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index] && 'group' in lines[index] ? GROUP_PX : PROBLEM_PX),
    getItemKey: (index) => lines[index]?.key ?? index,
    paddingEnd: 8,
    overscan: 8,
  });
  const keys = useProblemKeys({
    problems,
    scroller,
    onFix,
    scrollTo: (problem) => rows.scrollToIndex(lines.findIndex((line) => line.key === problem.key)),
  });
  return (
    <section
      ref={scroller}
      aria-label="Problems"
      className="min-h-0 flex-1 overflow-auto overscroll-contain"
      onFocus={keys.onFocus}
      onBlur={keys.onBlur}
      onKeyDown={keys.onKeyDown}
    >
      <ul className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const line = lines[index];
          return (
            line && (
              <li
                key={key}
                ref={rows.measureElement}
                data-index={index}
                className="absolute inset-x-0"
                style={{ top: start }}
              >
                {'group' in line ? (
                  <GroupHead group={line.group} />
                ) : (
                  <ProblemRow problem={line.problem} isTabStop={line.problem.key === keys.activeKey} onFix={onFix} />
                )}
              </li>
            )
          );
        })}
      </ul>
    </section>
  );
}

const GROUP_PX = 32;
const PROBLEM_PX = 46;

function linesOf(group: ProblemGroup): readonly Line[] {
  return [{ key: group.key, group }, ...group.problems.map((problem) => ({ key: problem.key, problem }))];
}

function GroupHead({ group }: { readonly group: ProblemGroup }): ReactNode {
  const { title, problems, code, fixableCount } = group;
  return (
    <div className="flex h-8 items-center gap-2 pr-3 pl-4">
      <h2 className="truncate font-medium text-muted text-xs">{title}</h2>
      <span className="tabular text-faint text-xs">{problems.length}</span>
      <div className="flex-1" />
      {code !== undefined && fixableCount > 1 && (
        <Button
          size="sm"
          variant="ghost"
          icon={<WandSparkles size={12} aria-hidden />}
          aria-label={`Fix all of this kind: ${title}`}
          onClick={() => makeAllFixes(code)}
        >
          Fix all of this kind
        </Button>
      )}
    </div>
  );
}
