import { applyTextEdits, type TextEdit } from '@flowmason/pipeline-schema';

/** One gesture as undo takes it back: what it did to the text, and what was selected around it. */
export interface HistoryEntry {
  /** What was done, as an imperative: `Rename ping to probe`. */
  readonly label: string;
  /** Entries with the same key that follow each other closely become one; undefined never does. */
  readonly coalesceKey: string | undefined;
  /** Batches of edits; each holds for the text that the one before it left. */
  readonly steps: readonly TextEditBatch[];
  /** The way back, in the order in which it is walked. */
  readonly inverse: readonly TextEditBatch[];
  readonly selectedBefore: readonly string[];
  readonly selectedAfter: readonly string[];
  /** When the last part of it was made; ms since 1970. */
  readonly atMs: number;
}

/** Ascending, not overlapping, in offsets of the text that they change. */
export type TextEditBatch = readonly TextEdit[];

/**
 * What can be undone and redone. Entries are kept for as long as the document is open: they hold only the bytes that were
 * changed.
 */
export interface TextHistory {
  readonly past: readonly HistoryEntry[];
  readonly future: readonly HistoryEntry[];
}

/** What a person did, before it is recorded. */
export type Gesture = Pick<
  HistoryEntry,
  'label' | 'coalesceKey' | 'steps' | 'selectedBefore' | 'selectedAfter' | 'atMs'
>;

/** A text together with its history. */
export interface TextWithHistory {
  readonly text: string;
  readonly history: TextHistory;
}

/** Nothing was done yet. */
export const EMPTY_HISTORY: TextHistory = { past: [], future: [] };

/** Gestures with the same key that are made within this time of each other are undone together. */
export const COALESCE_MS = 1_000;

/** Does `gesture`; what was undone before can no longer be redone. A gesture that leaves the text as it is is not recorded. */
export function recordGesture({ text, history }: TextWithHistory, gesture: Gesture): TextWithHistory {
  const after = applySteps(text, gesture.steps);
  if (after === text) return { text, history };
  const last = history.past.at(-1);
  const entry = { ...gesture, inverse: invertSteps(text, gesture.steps) };
  if (last && history.future.length === 0 && isContinuedBy(last, gesture)) {
    const merged = mergeEntries(last, entry, { before: applySteps(text, last.inverse), after });
    return { text: after, history: { past: [...history.past.slice(0, -1), ...merged], future: [] } };
  }
  return { text: after, history: { past: [...history.past, entry], future: [] } };
}

/** Takes the last gesture back; undefined when there is none. */
export function undoGesture({
  text,
  history,
}: TextWithHistory): (TextWithHistory & { entry: HistoryEntry }) | undefined {
  const entry = history.past.at(-1);
  if (!entry) return undefined;
  return {
    entry,
    text: applySteps(text, entry.inverse),
    history: { past: history.past.slice(0, -1), future: [entry, ...history.future] },
  };
}

/** Does again what was undone last; undefined when there is nothing. */
export function redoGesture({
  text,
  history,
}: TextWithHistory): (TextWithHistory & { entry: HistoryEntry }) | undefined {
  const [entry, ...future] = history.future;
  if (!entry) return undefined;
  return { entry, text: applySteps(text, entry.steps), history: { past: [...history.past, entry], future } };
}

/** The one edit that turns `before` into `after`: what stands between their common beginning and their common end. */
export function diffEdit(before: string, after: string): TextEdit {
  let start = 0;
  const shorter = Math.min(before.length, after.length);
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let tail = 0;
  const room = shorter - start;
  while (tail < room && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) {
    tail += 1;
  }
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

function isContinuedBy(last: HistoryEntry, next: Gesture): boolean {
  return (
    last.coalesceKey !== undefined && last.coalesceKey === next.coalesceKey && next.atMs - last.atMs <= COALESCE_MS
  );
}

/** Both as one; nothing when together they leave the text as it was. */
function mergeEntries(
  first: HistoryEntry,
  second: HistoryEntry,
  { before, after }: { readonly before: string; readonly after: string },
): readonly HistoryEntry[] {
  if (before === after) return [];
  const merged = { ...second, selectedBefore: first.selectedBefore };
  return [{ ...merged, steps: [[diffEdit(before, after)]], inverse: [[diffEdit(after, before)]] }];
}

function applySteps(text: string, steps: readonly TextEditBatch[]): string {
  return steps.reduce(applyTextEdits, text);
}

function invertSteps(text: string, steps: readonly TextEditBatch[]): readonly TextEditBatch[] {
  const inverse: TextEditBatch[] = [];
  let at = text;
  for (const step of steps) {
    inverse.unshift(invertBatch(at, step));
    at = applyTextEdits(at, step);
  }
  return inverse;
}

function invertBatch(text: string, batch: TextEditBatch): TextEditBatch {
  let shift = 0;
  return batch.map((edit) => {
    const start = edit.start + shift;
    shift += edit.text.length - (edit.end - edit.start);
    return { start, end: start + edit.text.length, text: text.slice(edit.start, edit.end) };
  });
}
