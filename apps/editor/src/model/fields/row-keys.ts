/** A row of a form, and what tells it from the others for as long as it is there. */
export interface KeyedRow {
  readonly name: string;
  readonly key: number;
}

/**
 * The rows that `names` are, where `before` was: each keeps its key when others are added, moved or taken away, and when it is
 * given another name in its place. What a person has unfolded or half-typed in a row goes by the key.
 */
export function keepRowKeys(before: readonly KeyedRow[], names: readonly string[]): readonly KeyedRow[] {
  const free = new Set(before);
  const take = (found: KeyedRow | undefined): number | undefined => {
    if (found) free.delete(found);
    return found?.key;
  };
  const byName = names.map((name) => take([...free].find((row) => row.name === name)));
  const byPlace = names.map((_, index) => {
    const there = before[index];
    return byName[index] ?? take(there && free.has(there) && before.length <= names.length ? there : undefined);
  });
  let next = before.reduce((most, { key }) => Math.max(most, key), -1);
  return names.map((name, index) => {
    const kept = byPlace[index];
    if (kept === undefined) next += 1;
    return { name, key: kept ?? next };
  });
}
