/** A stretch of lines that both texts share, or that one of them has in place of the other's; either side may be empty. */
export interface LineBlock {
  readonly kind: 'same' | 'different';
  /** Index of the first line on each side, from 0, and how many there are. */
  readonly before: LineRange;
  readonly after: LineRange;
}

interface LineRange {
  readonly start: number;
  readonly count: number;
}

/** The texts in lines, and how those of one become those of the other. */
export interface TextDiff {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly blocks: readonly LineBlock[];
}

/**
 * Compares two texts line by line with as few differences as possible (Myers). Texts that share next to nothing would take
 * long and show nothing: beyond `maxSteps` differences what lies between their common beginning and end counts as one.
 */
export function diffTexts(beforeText: string, afterText: string, maxSteps = 800): TextDiff {
  const [before, after] = [toLines(beforeText), toLines(afterText)];
  const start = commonStart(before, after);
  const tail = commonEnd(before, after, start);
  const middle = [before.slice(start, before.length - tail), after.slice(start, after.length - tail)] as const;
  const pairs = matchLines(middle[0], middle[1], maxSteps) ?? [];
  const matches = [
    ...Array.from({ length: start }, (_, index) => [index, index] as const),
    ...pairs.map(([a, b]) => [a + start, b + start] as const),
    ...Array.from({ length: tail }, (_, index) => [before.length - tail + index, after.length - tail + index] as const),
  ];
  return { before, after, blocks: toBlocks(matches, before.length, after.length) };
}

type Match = readonly [before: number, after: number];

/** Line ends belong to no line: a text that only has others shows no difference. */
function toLines(text: string): readonly string[] {
  const lines = text.split(/\r\n|\n|\r/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function commonStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1;
  return count;
}

function commonEnd(a: readonly string[], b: readonly string[], start: number): number {
  let count = 0;
  const room = Math.min(a.length, b.length) - start;
  while (count < room && a[a.length - 1 - count] === b[b.length - 1 - count]) count += 1;
  return count;
}

/** Which line is which, ascending; undefined when it would take more than `maxSteps`. */
function matchLines(a: readonly string[], b: readonly string[], maxSteps: number): readonly Match[] | undefined {
  const size = a.length + b.length;
  const reached = new Map<number, number>([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  for (let steps = 0; steps <= Math.min(size, maxSteps); steps += 1) {
    trace.push(new Map(reached));
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = nextX(reached, diagonal, steps);
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      reached.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return walkBack(trace, a.length, b.length);
    }
  }
  return undefined;
}

/** How far along `diagonal` one more step leads: down from the diagonal above, or right from the one below. */
function nextX(reached: ReadonlyMap<number, number>, diagonal: number, steps: number): number {
  const [below, above] = [reached.get(diagonal - 1) ?? -1, reached.get(diagonal + 1) ?? -1];
  return diagonal === -steps || (diagonal !== steps && below < above) ? above : below + 1;
}

function walkBack(trace: readonly ReadonlyMap<number, number>[], aLength: number, bLength: number): readonly Match[] {
  const matches: Match[] = [];
  let [x, y] = [aLength, bLength];
  for (let steps = trace.length - 1; steps >= 0; steps -= 1) {
    const reached = trace[steps] ?? new Map<number, number>();
    const diagonal = x - y;
    const [below, above] = [reached.get(diagonal - 1) ?? -1, reached.get(diagonal + 1) ?? -1];
    const cameFrom = diagonal === -steps || (diagonal !== steps && below < above) ? diagonal + 1 : diagonal - 1;
    const fromX = steps === 0 ? 0 : (reached.get(cameFrom) ?? 0);
    const fromY = steps === 0 ? 0 : fromX - cameFrom;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      matches.push([x, y]);
    }
    [x, y] = [fromX, fromY];
  }
  return matches.toReversed();
}

function toBlocks(matches: readonly Match[], beforeCount: number, afterCount: number): readonly LineBlock[] {
  const blocks: LineBlock[] = [];
  let [x, y] = [0, 0];
  for (const [a, b] of [...matches, [beforeCount, afterCount] as const]) {
    if (a > x || b > y) {
      blocks.push({ kind: 'different', before: { start: x, count: a - x }, after: { start: y, count: b - y } });
    }
    const last = blocks.at(-1);
    if (a < beforeCount || b < afterCount) {
      if (last?.kind === 'same') {
        const [before, after] = [last.before, last.after];
        blocks[blocks.length - 1] = {
          kind: 'same',
          before: { start: before.start, count: before.count + 1 },
          after: { start: after.start, count: after.count + 1 },
        };
      } else blocks.push({ kind: 'same', before: { start: a, count: 1 }, after: { start: b, count: 1 } });
    }
    [x, y] = [a + 1, b + 1];
  }
  return blocks;
}
