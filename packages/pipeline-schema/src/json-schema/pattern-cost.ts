import { findKnots } from '../graph/knots.ts';
import { type PatternAutomaton, patternAutomaton } from './pattern-automaton.ts';

/**
 * Why a regular expression of a user's schema is refused: it does not compile, or a text can make it run for ever.
 * Undefined when it may be used on texts of up to `longestTextFor` characters.
 */
export function findPatternFault(pattern: string): string | undefined {
  return analyse(pattern).fault;
}

/** The longest text that is matched against `pattern`, so that a match takes at most some tenths of a second. */
export function longestTextFor(pattern: string): number {
  return analyse(pattern).longest;
}

type Analysis = { readonly fault: string | undefined; readonly longest: number };

const MAX_PATTERN_LENGTH = 1000;
const MAX_TEXT = 1_000_000;
const MIN_TEXT = 300;
/** Steps of the matcher. */
const BUDGET = 3e7;
/** Each fork outside circles at most doubles the steps. */
const MAX_FORKS = 16;
const MAX_KNOWN = 200;

const known = new Map<string, Analysis>();

function analyse(pattern: string): Analysis {
  const before = known.get(pattern);
  if (before !== undefined) return before;
  const analysis = analyseNew(pattern);
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(pattern, analysis);
  return analysis;
}

function analyseNew(pattern: string): Analysis {
  const refused = (fault: string): Analysis => ({ fault, longest: 0 });
  if (pattern.length > MAX_PATTERN_LENGTH) return refused(`is longer than ${MAX_PATTERN_LENGTH} characters`);
  const fault = findSyntaxFault(pattern);
  if (fault !== undefined) return refused(`is no regular expression: ${fault}`);
  if (/\\[1-9]|\\k</.test(pattern)) return refused('uses a back reference, whose time cannot be bounded');
  const automaton = patternAutomaton(pattern);
  if (automaton === undefined) return refused('is too large for its time to be bounded; split it');
  if (isExponential(automaton)) {
    return refused(
      'can take for ever: a repetition can match the same text in several ways; write it without the inner one',
    );
  }
  if (countForks(automaton) > MAX_FORKS) {
    return refused('can match the same text in too many ways; write its optional parts as choices');
  }
  const loops = countLoops(automaton);
  const degree = (isDeterministic(automaton) ? Math.min(loops, 1) : loops) + (pattern.startsWith('^') ? 0 : 1);
  const longest = degree <= 1 ? MAX_TEXT : Math.floor(BUDGET ** (1 / degree));
  return { fault: undefined, longest: Math.max(MIN_TEXT, Math.min(MAX_TEXT, longest)) };
}

function findSyntaxFault(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u');
    return undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return error.message.replace(/^.*: /s, '');
  }
}

/** Positions that can follow themselves at once, and larger circles. */
function countLoops({ next }: PatternAutomaton): number {
  return findKnots(next).members.filter(
    (members) => members.length > 1 || members.some((position) => next[position]?.includes(position)),
  ).length;
}

/** Positions outside circles after which two ways are open for the same character. */
function countForks({ classes, next }: PatternAutomaton): number {
  const { part } = findKnots(next);
  return next.filter((targets, from) =>
    targets.some((one, index) =>
      targets
        .slice(index + 1)
        .some((other) => part[one] !== part[from] && part[other] !== part[from] && doOverlap(classes, one, other)),
    ),
  ).length;
}

/** No two positions that can come next take the same character, so a matcher never has to come back. */
function isDeterministic({ classes, next }: PatternAutomaton): boolean {
  return next.every((targets) =>
    targets.every((one, index) => targets.slice(index + 1).every((other) => !doOverlap(classes, one, other))),
  );
}

/**
 * Whether some text leads from a position back to it in two ways (exponential ambiguity): then a pair of equal positions
 * and a pair of different ones lie on one circle of the automaton squared, or a step inside a circle can be taken twice.
 */
function isExponential({ classes, next }: PatternAutomaton): boolean {
  const { part } = findKnots(next);
  const isDouble = next.some((targets, from) =>
    targets.some((to, index) => part[to] === part[from] && targets.indexOf(to) !== index),
  );
  if (isDouble) return true;
  const count = next.length;
  const overlaps = classes.map((_, one) => classes.map((__, other) => doOverlap(classes, one, other)));
  const squared: number[][] = [];
  for (let one = 0; one < count; one += 1) {
    for (let other = 0; other < count; other += 1) {
      // Only steps inside circles matter: what leaves one never comes back.
      const steps: number[] = [];
      for (const a of next[one] ?? []) {
        if (part[a] !== part[one]) continue;
        for (const b of next[other] ?? []) {
          if (part[b] === part[other] && part[a] === part[b] && overlaps[a]?.[b]) steps.push(a * count + b);
        }
      }
      squared.push(steps);
    }
  }
  return findKnots(squared).members.some((pairs) => {
    const equal = pairs.filter((pair) => Math.floor(pair / count) === pair % count);
    return equal.length > 0 && equal.length < pairs.length;
  });
}

function doOverlap(classes: PatternAutomaton['classes'], one: number, other: number): boolean {
  return classes[one]?.some((isTaken, index) => isTaken && classes[other]?.[index]) ?? false;
}
