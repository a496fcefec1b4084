import { findTooDeep } from '../text/json-limits.ts';
import { parseJsonText } from '../text/parse-json-text.ts';
import type { SourceNode } from '../text/source-node.ts';
import type { MergeConflict, MergeSide } from './merge-conflict.ts';
import { mergeNodes } from './merge-nodes.ts';

/** The three texts of a merge: what both sides began with, and what each has made of it. */
export interface MergeTexts {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

/** What became of a merge: a text, or which side is not JSON, so that only one whole text or the other can be taken. */
export type MergeResult =
  | { readonly status: 'merged'; readonly text: string; readonly conflicts: readonly MergeConflict[] }
  | { readonly status: 'unreadable'; readonly side: keyof MergeTexts };

/**
 * Merges what two sides have made of one document, by stage and by field. What only one side has changed is taken from it,
 * what both have changed in the same way is taken once, and the rest is a conflict: it is decided by `choices` (by key), and
 * for mine where they say nothing. Bytes of `mine` that the other side has not changed stay as they are. Lists of names,
 * such as `depends_on`, take what either side has added or removed.
 */
export function mergeTexts(texts: MergeTexts, choices: ReadonlyMap<string, MergeSide> = new Map()): MergeResult {
  const [base, mine, theirs] = [rootOf(texts.base), rootOf(texts.mine), rootOf(texts.theirs)];
  if (!base) return { status: 'unreadable', side: 'base' };
  if (!mine) return { status: 'unreadable', side: 'mine' };
  if (!theirs) return { status: 'unreadable', side: 'theirs' };
  const conflicts: MergeConflict[] = [];
  const merged = mergeNodes(
    {
      base: { text: texts.base, node: base },
      mine: { text: texts.mine, node: mine },
      theirs: { text: texts.theirs, node: theirs },
    },
    '',
    { choices, conflicts },
  );
  const text = texts.mine.slice(0, mine.start) + (merged ?? '') + texts.mine.slice(mine.end);
  return { status: 'merged', text, conflicts };
}

function rootOf(text: string): SourceNode | undefined {
  if (findTooDeep(text) !== undefined) return undefined;
  const { root, errors } = parseJsonText(text);
  return errors.length === 0 ? root : undefined;
}
