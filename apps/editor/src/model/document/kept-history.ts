import { isJsonObject, type Json, type TextEdit } from '@flowmason/pipeline-schema';
import { EMPTY_HISTORY, type HistoryEntry, type TextEditBatch, type TextHistory } from './text-history.ts';

/** So many gestures can be undone, and so many done again, after a reload. */
export const KEPT_GESTURES = 50;

/** The part of a history that is kept with its text: the gestures that are nearest to the text as it is. */
export function toKeptHistory({ past, future }: TextHistory): TextHistory {
  return { past: past.slice(-KEPT_GESTURES), future: future.slice(0, KEPT_GESTURES) };
}

/** A history that was kept as JSON; an empty one when there is none, or one that cannot be read. */
export function readKeptHistory(kept: Json | undefined): TextHistory {
  if (!isJsonObject(kept)) return EMPTY_HISTORY;
  const [past, future] = [readList(kept['past'], readEntry), readList(kept['future'], readEntry)];
  return past && future ? { past, future } : EMPTY_HISTORY;
}

function readEntry(kept: Json): HistoryEntry | undefined {
  if (!isJsonObject(kept)) return undefined;
  const { label, coalesceKey, atMs } = kept;
  const [steps, inverse] = [readList(kept['steps'], readBatch), readList(kept['inverse'], readBatch)];
  const [selectedBefore, selectedAfter] = [
    readList(kept['selectedBefore'], readText),
    readList(kept['selectedAfter'], readText),
  ];
  if (typeof label !== 'string' || typeof atMs !== 'number') return undefined;
  if (!steps || !inverse || !selectedBefore || !selectedAfter) return undefined;
  return { label, coalesceKey: readText(coalesceKey), atMs, steps, inverse, selectedBefore, selectedAfter };
}

function readBatch(kept: Json): TextEditBatch | undefined {
  return readList(kept, readEdit);
}

function readEdit(kept: Json): TextEdit | undefined {
  if (!isJsonObject(kept)) return undefined;
  const { start, end, text } = kept;
  if (typeof start !== 'number' || typeof end !== 'number' || typeof text !== 'string') return undefined;
  return { start, end, text };
}

function readText(kept: Json | undefined): string | undefined {
  return typeof kept === 'string' ? kept : undefined;
}

/** Undefined as soon as one item cannot be read. */
function readList<Item>(kept: Json | undefined, read: (item: Json) => Item | undefined): readonly Item[] | undefined {
  if (!Array.isArray(kept)) return undefined;
  const items: Item[] = [];
  for (const one of kept) {
    const item = read(one);
    if (item === undefined) return undefined;
    items.push(item);
  }
  return items;
}
