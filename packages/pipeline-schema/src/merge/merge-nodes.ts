import { pointerSegment } from '../text/json-pointer.ts';
import type { MergeConflict, MergeSide } from './merge-conflict.ts';
import { type Entry, entriesOf } from './merge-entries.ts';
import { isSameValue, type Slot, writtenIn } from './slot.ts';

/** One value as the three sides have it; undefined where a side has none. */
export interface Slots {
  readonly base: Slot | undefined;
  readonly mine: Slot | undefined;
  readonly theirs: Slot | undefined;
}

/** How conflicts are decided, and where they are noted. */
export interface MergeRun {
  readonly choices: ReadonlyMap<string, MergeSide>;
  readonly conflicts: MergeConflict[];
}

/** The merged value as text; undefined when it is gone. `key` leads to it from the root. */
export function mergeNodes(slots: Slots, key: string, run: MergeRun): string | undefined {
  const { base, mine, theirs } = slots;
  if (isSameValue(theirs, base) || isSameValue(mine, theirs)) return writtenIn(mine);
  if (isSameValue(mine, base)) return writtenIn(theirs);
  if (mine && theirs) {
    const merged = mergeChildren(slots, { mine, theirs }, { key, run });
    if (merged !== undefined) return merged;
  }
  run.conflicts.push({ key, base: writtenIn(base), mine: writtenIn(mine), theirs: writtenIn(theirs) });
  return writtenIn(run.choices.get(key) === 'theirs' ? theirs : mine);
}

/** Merges what two objects or lists hold, entry by entry; undefined when they cannot be compared so. */
function mergeChildren(
  { base }: Slots,
  { mine, theirs }: { readonly mine: Slot; readonly theirs: Slot },
  { key, run }: { readonly key: string; readonly run: MergeRun },
): string | undefined {
  const kind = mine.node.kind;
  // A value that both sides have added is compared with an empty one of its kind.
  const baseEntries = base === undefined ? [] : base.node.kind === kind ? entriesOf(base) : undefined;
  const mineEntries = entriesOf(mine);
  const theirEntries = theirs.node.kind === kind ? entriesOf(theirs) : undefined;
  if (!baseEntries || !mineEntries || !theirEntries) return undefined;
  const order = mergeOrder(baseEntries, mineEntries, theirEntries);
  if (!order) return undefined;

  const byName = [baseEntries, mineEntries, theirEntries].map(
    (entries) => new Map(entries.map((entry) => [entry.name, entry])),
  );
  const written = order.flatMap((name): Written[] => {
    const [inBase, inMine, inTheirs] = byName.map((entries) => entries.get(name));
    const value = mergeNodes(
      { base: inBase?.slot, mine: inMine?.slot, theirs: inTheirs?.slot },
      key + pointerSegment(name),
      run,
    );
    const entry = inMine ?? inTheirs;
    return value === undefined || !entry ? [] : [{ entry, text: entry.prefix + value, isMine: inMine !== undefined }];
  });
  return compose(written, { mine, theirs, mineEntries, theirEntries });
}

type Written = { readonly entry: Entry; readonly text: string; readonly isMine: boolean };

/**
 * The names in the order of the side that has changed it, with what the other has added behind the neighbour that it stands
 * behind there. Undefined when both have changed the order of a list in which it counts.
 */
function mergeOrder(
  base: readonly Entry[],
  mine: readonly Entry[],
  theirs: readonly Entry[],
): readonly string[] | undefined {
  const [baseNames, mineNames, theirNames] = [base, mine, theirs].map((entries) => entries.map(({ name }) => name));
  const isMineMoved = !hasSameOrder(baseNames ?? [], mineNames ?? []);
  const areTheirsMoved = !hasSameOrder(baseNames ?? [], theirNames ?? []);
  const isOrderly = mine.some(({ countsOrder }) => countsOrder);
  if (isMineMoved && areTheirsMoved && isOrderly && !hasSameOrder(mineNames ?? [], theirNames ?? [])) return undefined;
  const [first, second] = areTheirsMoved && !isMineMoved ? [theirNames, mineNames] : [mineNames, theirNames];
  const order = [...(first ?? [])];
  const placed = new Set(order);
  let behind = -1;
  for (const name of second ?? []) {
    if (placed.has(name)) behind = order.indexOf(name);
    else order.splice(++behind, 0, name);
  }
  return order;
}

/** True when what both hold stands in the same order. */
function hasSameOrder(a: readonly string[], b: readonly string[]): boolean {
  const [inA, inB] = [new Set(a), new Set(b)];
  const [commonA, commonB] = [a.filter((name) => inB.has(name)), b.filter((name) => inA.has(name))];
  return commonA.every((name, index) => name === commonB[index]);
}

type Sides = {
  readonly mine: Slot;
  readonly theirs: Slot;
  readonly mineEntries: readonly Entry[];
  readonly theirEntries: readonly Entry[];
};

/** The entries between the brackets of mine, with the blanks that stood before each of them there. */
function compose(written: readonly Written[], { mine, theirs, mineEntries, theirEntries }: Sides): string {
  const [open, close] = mine.node.kind === 'object' ? '{}' : '[]';
  if (written.length === 0) return `${open}${close}`;
  const [style, entries] = mineEntries.length > 0 ? [mine, mineEntries] : [theirs, theirEntries];
  const lead = entries[0]?.gap ?? '';
  const between = entries[1]?.gap ?? `,${lead === '' ? ' ' : lead}`;
  const trail = style.text.slice(entries.at(-1)?.end ?? style.node.end - 1, style.node.end - 1);
  const first = mineEntries[0];
  const parts = written.map(({ entry, text, isMine }, index) => {
    if (index === 0) return lead + text;
    return (isMine && entry !== first ? entry.gap : between) + text;
  });
  return `${open}${parts.join('')}${trail}${close}`;
}
