/**
 * Why a regular expression of a user's schema is refused: it does not compile, or a text can make it run for ever.
 * Undefined when it may be used. Repetitions of groups that repeat or choose inside are refused, because nobody can
 * bound their time; everything else is bounded by `longestTextFor`.
 */
export function findPatternFault(pattern: string): string | undefined {
  if (pattern.length > MAX_PATTERN_LENGTH) return `is longer than ${MAX_PATTERN_LENGTH} characters`;
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    return `is no regular expression: ${error instanceof Error ? error.message.replace(/^.*?: /, '') : String(error)}`;
  }
  if (/\\[1-9]|\\k</.test(pattern)) return 'uses a back reference, whose time cannot be bounded';
  return readPattern(pattern).isNested
    ? 'repeats a group that itself repeats or chooses, which can take for ever; write it without the inner repetition'
    : undefined;
}

/** The longest text that is matched against `pattern`, so that a match takes at most some tenths of a second. */
export function longestTextFor(pattern: string): number {
  const { unbounded } = readPattern(pattern);
  const degree = unbounded + (pattern.startsWith('^') ? 0 : 1);
  return degree <= 1 ? MAX_TEXT : Math.max(MIN_TEXT, Math.min(MAX_TEXT, Math.floor(BUDGET ** (1 / degree))));
}

const MAX_PATTERN_LENGTH = 1000;
const MAX_TEXT = 1_000_000;
const MIN_TEXT = 300;
/** Steps of the matcher. */
const BUDGET = 1e8;

/** How many repetitions without an end there are, and whether one of them repeats a group with a choice in it. */
function readPattern(pattern: string): { unbounded: number; isNested: boolean } {
  const plain = pattern.replace(/\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|.)/gsu, 'a').replace(/\[[^\]]*\]/g, 'a');
  const groups: boolean[] = [];
  let unbounded = 0;
  let isNested = false;
  let closed = false;
  for (let at = 0; at < plain.length; at += 1) {
    const char = plain[at] ?? '';
    const quantifier = /^(?:[*+]|\{\d+,\d*\})/.exec(plain.slice(at, at + 20))?.[0];
    if (quantifier !== undefined) {
      unbounded += 1;
      if (closed) isNested = true;
      groups.fill(true);
      at += quantifier.length - 1;
      closed = false;
      continue;
    }
    closed = false;
    if (char === '(') groups.push(false);
    else if (char === '|') groups.fill(true);
    else if (char === ')') closed = groups.pop() ?? false;
  }
  return { unbounded, isNested };
}
