import type { StageMention } from '../check/stage-mentions.ts';
import type { TextEdit } from '../diagnostic.ts';
import type { ReferenceNames } from '../dialects/stage-references.ts';

/**
 * The edits that make mentions of one stage name another, each in the spelling in which it stands: in quotes, behind a
 * dot, in brackets, or bare (`fetch.output`). Where a dot cannot spell the new id, brackets do.
 */
export function renameMentions(
  text: string,
  mentions: readonly StageMention[],
  to: string,
  names: Pick<ReferenceNames, 'isRoot'>,
): TextEdit[] {
  return mentions.map(({ place: { start, end } }) => {
    const quote = /^\\?["']/.exec(text.slice(start, end))?.[0];
    if (quote !== undefined) return { start, end, text: quote + to + quote };
    const canFollowDot = DOTTED.test(to);
    if (text[start - 1] === '.')
      return canFollowDot ? { start, end, text: to } : { start: start - 1, end, text: `['${to}']` };
    const isClear = canFollowDot && !names.isRoot(to);
    return { start, end, text: isClear ? to : canFollowDot ? `stages.${to}` : `stages['${to}']` };
  });
}

/** What the grammar of expressions reads as one name behind a dot. */
const DOTTED = /^\w+(?:-+\w+)*$/;
