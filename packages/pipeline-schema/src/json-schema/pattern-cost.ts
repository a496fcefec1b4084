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
/** A pattern that could not even be matched against this much is refused. */
const MIN_TEXT = 100;
/** Steps of the matcher. */
const BUDGET = 1.5e7;
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
  const longest = longestText(degreeOf(automaton) + (pattern.startsWith('^') ? 0 : 1));
  if (longest < MIN_TEXT) {
    return refused('has too many repetitions that can share the same text; take some out, or begin it with ^');
  }
  return { fault: undefined, longest };
}

/** A text of `n` characters can be divided among `degree` repetitions in about `n ** degree / degree!` ways. */
function longestText(degree: number): number {
  if (degree <= 1) return MAX_TEXT;
  let budget = BUDGET;
  for (let factor = 2; factor <= degree; factor += 1) budget *= factor;
  return Math.min(MAX_TEXT, Math.floor(budget ** (1 / degree)));
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

/**
 * How many repetitions one text can be divided among: each that can be entered by a text which an earlier one could go on
 * reading adds one. 0 without repetitions.
 */
function degreeOf({ classes, next }: PatternAutomaton): number {
  const { part, members } = findKnots(next);
  const loops = members.filter(
    (knot) => knot.length > 1 || knot.some((position) => next[position]?.includes(position)),
  );
  const loopParts = new Set(loops.map(([first]) => part[first ?? 0]));
  const shared = new Set<number | undefined>();
  for (const loop of loops) {
    // Pairs of a position in the loop and one anywhere that the same text leads to.
    const pairs = new Set(loop.map((position) => position * next.length + position));
    for (const pair of pairs) {
      for (const inside of next[Math.floor(pair / next.length)] ?? []) {
        if (part[inside] !== part[loop[0] ?? 0]) continue;
        for (const anywhere of next[pair % next.length] ?? []) {
          if (!doOverlap(classes, inside, anywhere)) continue;
          pairs.add(inside * next.length + anywhere);
          if (part[anywhere] !== part[inside] && loopParts.has(part[anywhere])) shared.add(part[anywhere]);
        }
      }
    }
  }
  return shared.size + Math.min(1, loops.length);
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
