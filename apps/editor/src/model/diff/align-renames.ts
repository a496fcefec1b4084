import type { MergeConflict, MergeSide, MergeTexts } from '@flowmason/pipeline-schema';
import { findTextRenames, pipelineIn, renameInText } from './find-text-renames.ts';

/** Three texts in which a stage has the same id wherever it is the same stage. */
export interface AlignedTexts {
  readonly texts: MergeTexts;
  /** Stages that both sides have given another id each. */
  readonly conflicts: readonly MergeConflict[];
}

/**
 * Gives each stage that one side has renamed its new id in the other texts too, with everything that names it there: so what
 * the other side has added or changed meanwhile names it as it is called now. Where both have renamed it in different ways,
 * `choices` (by key) say whose id it gets, and mine when they say nothing.
 */
export function alignRenames(texts: MergeTexts, choices: ReadonlyMap<string, MergeSide>): AlignedTexts {
  const mine = findTextRenames(texts.base, texts.mine);
  const theirs = findTextRenames(texts.base, texts.theirs);
  const conflicts: MergeConflict[] = [];
  let aligned = texts;
  for (const from of new Set([...mine.keys(), ...theirs.keys()])) {
    const [inMine = from, inTheirs = from] = [mine.get(from), theirs.get(from)];
    let to = inMine === from ? inTheirs : inMine;
    if (inMine !== from && inTheirs !== from && inMine !== inTheirs) {
      const key = `/stages/${from}/id`;
      conflicts.push({ key, ...quoteAll({ base: from, mine: inMine, theirs: inTheirs }) });
      if (choices.get(key) === 'theirs') to = inTheirs;
    }
    const ids = { base: from, mine: inMine, theirs: inTheirs };
    aligned = renameInAll(aligned, ids, to) ?? aligned;
  }
  return { texts: aligned, conflicts };
}

/** Undefined when one of the texts has the stage and cannot call it so, such as one that has another stage of that id. */
function renameInAll(texts: MergeTexts, ids: MergeTexts, to: string): MergeTexts | undefined {
  const [base, mine, theirs] = (['base', 'mine', 'theirs'] as const).map((side) => {
    const [text, from] = [texts[side], ids[side]];
    if (from === to) return text;
    const renamed = renameInText(text, from, to);
    // A side that has deleted the stage has nothing to rename.
    const isGone = renamed === undefined && !pipelineIn(text)?.stages.some(({ id }) => id === from);
    return isGone ? text : renamed;
  });
  return base === undefined || mine === undefined || theirs === undefined ? undefined : { base, mine, theirs };
}

function quoteAll({ base, mine, theirs }: MergeTexts): MergeTexts {
  return { base: JSON.stringify(base), mine: JSON.stringify(mine), theirs: JSON.stringify(theirs) };
}
