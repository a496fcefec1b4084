/**
 * The candidates that `word` may have been meant to be, best first, at most three: those that differ only in case,
 * hyphens and underscores, else those within a third of its length by edits and swaps. Looks at the first `limit`
 * candidates, so that thousands of findings stay cheap. Of more than 64 characters only such names are found that differ
 * in nothing but case, hyphens and underscores.
 */
export function suggest(word: string, candidates: Iterable<string>, limit = 300): readonly string[] {
  if (word === '') return [];
  const wanted = squash(word);
  const near: { candidate: string; distance: number }[] = [];
  const allowed = Math.max(1, Math.floor(word.length / 3));
  let seen = 0;
  for (const candidate of candidates) {
    seen += 1;
    if (seen > limit) break;
    if (candidate === word) continue;
    const squashed = squash(candidate);
    if (squashed === wanted) near.push({ candidate, distance: -1 });
    else if (Math.abs(squashed.length - wanted.length) <= allowed) {
      const distance = editDistance(wanted, squashed, allowed);
      if (distance <= allowed) near.push({ candidate, distance });
    }
  }
  near.sort((a, b) => a.distance - b.distance);
  return near.slice(0, 3).map(({ candidate }) => candidate);
}

/** ` Did you mean "x"?` for the best of `suggestions`, or nothing. */
export function didYouMean(suggestions: readonly string[]): string {
  const [first] = suggestions;
  return first === undefined ? '' : ` Did you mean "${first}"?`;
}

/** A name without what people vary: case, hyphens, underscores, blanks. */
export function squash(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}

/** Damerau–Levenshtein distance (adjacent swaps), or something above `most` when it is larger than that. */
function editDistance(a: string, b: string, most: number): number {
  if (a.length > 64 || b.length > 64) return most + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      smallest = Math.min(smallest, cost);
    }
    if (smallest > most) return most + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? most + 1;
}
