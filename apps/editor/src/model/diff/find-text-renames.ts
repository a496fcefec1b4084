import { builtinComponents } from '@flowmason/engine';
import { applyTextEdits, type Pipeline, planChange, readPipeline } from '@flowmason/pipeline-schema';
import { diffPipelines } from './pipeline-diff.ts';

/**
 * Which stages of `base` have another id in `side`, in an order in which they can be renamed one after the other. A stage that
 * names renamed ones is only seen to be the same when those have been renamed, so it is looked again after each round.
 */
export function findTextRenames(base: string, side: string): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  const after = pipelineIn(side);
  let before = base;
  while (after) {
    const round = renamesBetween(pipelineIn(before), after).filter(([from]) => !renames.has(from));
    if (round.length === 0) break;
    for (const [from, to] of round) {
      renames.set(from, to);
      before = renameInText(before, from, to) ?? before;
    }
  }
  return renames;
}

/** The text with another id for a stage, also wherever it is named; undefined when that cannot be. */
export function renameInText(text: string, from: string, to: string): string | undefined {
  const plan = planChange(text, { type: 'rename_stage', from, to }, { components: builtinComponents });
  return plan.refusal === undefined ? applyTextEdits(text, plan.edits) : undefined;
}

/** What the reader makes of a text, if anything. */
export function pipelineIn(text: string): Pipeline | undefined {
  return readPipeline(text, { components: builtinComponents }).pipeline;
}

function renamesBetween(before: Pipeline | undefined, after: Pipeline): readonly (readonly [string, string])[] {
  if (!before) return [];
  return diffPipelines(before, after).stages.flatMap(({ id, renamedFrom }) =>
    renamedFrom === undefined ? [] : [[renamedFrom, id] as const],
  );
}
