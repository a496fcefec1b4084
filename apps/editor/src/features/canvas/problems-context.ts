import { createContext, use, useMemo, useRef } from 'react';
import type { OpenedPipeline } from '../../api/document-query.ts';
import {
  countProblems,
  keepCounts,
  type ProblemCount,
  type ProblemCounts,
} from '../../model/problems/canvas-problems.ts';

const NONE: ProblemCounts = new Map();

/** What was found in each stage; the canvas provides it to its nodes. */
export const ProblemsContext = createContext<ProblemCounts>(NONE);

/** What was found in the stage; undefined when nothing was. */
export function useProblemCount(stageId: string): ProblemCount | undefined {
  return use(ProblemsContext).get(stageId);
}

/** Counts for all stages; a new object only when a number has changed. */
export function useProblemCounts({ reading }: OpenedPipeline): ProblemCounts {
  const last = useRef(NONE);
  return useMemo(() => {
    last.current = keepCounts(last.current, countProblems(reading));
    return last.current;
  }, [reading]);
}
