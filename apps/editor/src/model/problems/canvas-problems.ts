import type { PipelineReading } from '@flowmason/pipeline-schema';
import { createStageFinder } from '../code/stage-of-pointer.ts';

/** How many errors and warnings were found inside a stage. */
export type ProblemCount = { readonly errors: number; readonly warnings: number };

/** The stages in which something was found. */
export type ProblemCounts = ReadonlyMap<string, ProblemCount>;

/** Counts what was found, by stage; findings on a stage that is not defined belong to the stages that name it. */
export function countProblems(reading: PipelineReading): ProblemCounts {
  const findStage = createStageFinder(reading);
  const counts = new Map<string, { errors: number; warnings: number }>();
  for (const { pointer, severity } of reading.diagnostics) {
    const id = findStage(pointer)?.id;
    if (id === undefined) continue;
    const count = counts.get(id) ?? { errors: 0, warnings: 0 };
    counts.set(id, count);
    if (severity === 'error') count.errors += 1;
    else count.warnings += 1;
  }
  return counts;
}

/** The same object again while nothing has changed, so that no card is drawn anew for it. */
export function keepCounts(before: ProblemCounts, next: ProblemCounts): ProblemCounts {
  const isSame =
    before.size === next.size &&
    [...next].every(([id, { errors, warnings }]) => {
      const old = before.get(id);
      return old?.errors === errors && old.warnings === warnings;
    });
  return isSame ? before : next;
}

/** `2 errors, 1 warning`. */
export function toProblemText({ errors, warnings }: ProblemCount): string {
  return [countOf(errors, 'error'), countOf(warnings, 'warning')].filter(Boolean).join(', ');
}

function countOf(count: number, word: string): string {
  if (count === 0) return '';
  return count === 1 ? `1 ${word}` : `${count} ${word}s`;
}
