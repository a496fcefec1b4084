import type { DocumentReading } from '../dialects/read-document.ts';
import type { StageReading } from '../dialects/read-stage.ts';
import type { NewChild } from '../text/child-edits.ts';
import { reindent } from '../text/reindent.ts';
import { applyTextEdits } from '../text/text-edit.ts';
import { lineIndentAt, type TextStyle, textStyleOf } from '../text/text-style.ts';
import { freeStageId } from './free-stage-id.ts';
import { mentionsOf } from './mentions-of.ts';
import { renameMentions } from './rename-mentions.ts';

/** A stage that is to be put into a document. */
export interface StageCopy {
  readonly original: StageReading;
  readonly id: string;
  readonly child: NewChild;
}

/**
 * Copies of stages of one document for another, or the same: as they are written, but with ids that are free there, and
 * with the references among them following. What they say of other stages stays.
 */
export function copyStages(
  source: { readonly document: DocumentReading; readonly text: string },
  originals: readonly StageReading[],
  target: { readonly takenIds: Iterable<string>; readonly style: TextStyle },
): readonly StageCopy[] {
  const { document, text } = source;
  const taken = new Set(target.takenIds);
  const newIds = originals.map(({ stage }) => {
    const id = freeStageId(taken, stage.id);
    taken.add(id);
    return id;
  });
  const renamed = new Map<string, string>();
  originals.forEach(({ stage }, index) => {
    const id = newIds[index] ?? stage.id;
    if (!renamed.has(stage.id)) renamed.set(stage.id, id);
  });
  const changed = new Set([...renamed].flatMap(([before, after]) => (before === after ? [] : [before])));
  const mentions = changed.size === 0 ? [] : mentionsOf(document, text, changed);
  const { unit } = textStyleOf(text);

  return originals.map((original, index) => {
    const { node, stage } = original;
    const id = newIds[index] ?? stage.id;
    const inside = mentions.filter(({ place }) => place.start >= node.start && place.end <= node.end);
    const edits = inside.flatMap((mention) =>
      renameMentions(text, [mention], renamed.get(mention.id) ?? mention.id, document.context.names),
    );
    const idNode = node.byKey.get('id')?.value;
    if (idNode !== undefined) edits.push({ start: idNode.start, end: idNode.end, text: JSON.stringify(id) });
    const moved = edits
      .toSorted((a, b) => a.start - b.start)
      .map((edit) => ({ ...edit, start: edit.start - node.start, end: edit.end - node.start }));
    const piece = applyTextEdits(text.slice(node.start, node.end), moved);
    const from = { indent: lineIndentAt(text, node.start), unit };
    const print = (indent: string | undefined): string => reindent(piece, from, target.style, indent);
    return { original, id, child: { isAtom: false, keepsLines: piece.includes('\n'), print } };
  });
}
