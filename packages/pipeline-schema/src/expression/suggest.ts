const MAX_CANDIDATES = 200;
const MAX_SUGGESTIONS = 3;
const MAX_NAME_LENGTH = 64;

/**
 * The names that `name` was probably meant to be, best first, at most three. A match that differs only in case,
 * hyphens, underscores or blanks comes first; then whatever is a few typing mistakes away. Only the first 200 are
 * looked at.
 */
export function suggest(name: string, candidates: Iterable<string>): readonly string[] {
  if (name.length === 0 || name.length > MAX_NAME_LENGTH) return [];
  const bare = withoutSeparators(name);
  const lower = name.toLowerCase();
  const tolerance = Math.max(1, Math.floor(name.length / 3));
  const ranked: { candidate: string; distance: number }[] = [];
  let seen = 0;
  for (const candidate of candidates) {
    seen += 1;
    if (seen > MAX_CANDIDATES) break;
    if (candidate.length > MAX_NAME_LENGTH || Math.abs(candidate.length - name.length) > tolerance + 3) continue;
    const distance = withoutSeparators(candidate) === bare ? 0 : editDistance(lower, candidate.toLowerCase());
    if (distance <= tolerance) ranked.push({ candidate, distance });
  }
  ranked.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1));
  return ranked.slice(0, MAX_SUGGESTIONS).map(({ candidate }) => candidate);
}

/** Damerau–Levenshtein: insertions, deletions, replacements and swaps of neighbours between `a` and `b`. */
export function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let best = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) best = Math.min(best, at(beforePrevious, column - 2) + 1);
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

function withoutSeparators(name: string): string {
  return name.toLowerCase().replace(/[-_\s]/g, '');
}
