import type { StageReading } from '../dialects/read-stage.ts';

/** The stage in whose text `offset` stands. */
export function readingAt(stages: readonly StageReading[], offset: number): StageReading | undefined {
  let low = 0;
  let high = stages.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((stages[middle]?.node.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const found = stages[low];
  return found !== undefined && found.node.start <= offset && offset < found.node.end ? found : undefined;
}
