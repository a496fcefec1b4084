import type { AttemptSegment, TimelineSegment } from '@flowmason/pipeline-schema';

/** What is drawn in a row: a segment, or many that are too short at this zoom to be told apart. */
export type TimelineBar =
  | TimelineSegment
  | {
      readonly kind: 'many';
      readonly startMs: number;
      readonly endMs: number | null;
      /** How many attempts stand in it, from and to which one. */
      readonly from: number;
      readonly to: number;
      readonly status: AttemptSegment['status'];
    };

/**
 * The bars of a row. Rows with few segments show them all; in a long one, segments that lie within `leastMs` of each other
 * are drawn as one, so that thousands of attempts cost no more than what the eye can tell apart.
 */
export function toTimelineBars(segments: readonly TimelineSegment[], leastMs: number): readonly TimelineBar[] {
  if (segments.length <= FEW) return segments;
  const bars: TimelineBar[] = [];
  for (const segment of segments) {
    const last = bars.at(-1);
    if (last && segment.endMs !== null && segment.endMs - last.startMs < leastMs)
      bars[bars.length - 1] = join(last, segment);
    else bars.push(segment);
  }
  return bars;
}

const FEW = 80;

function join(bar: TimelineBar, segment: TimelineSegment): TimelineBar {
  const status = segment.kind === 'attempt' ? segment.status : bar.kind === 'wait' ? 'retried' : bar.status;
  const from = bar.kind === 'many' ? bar.from : bar.attempt;
  return { kind: 'many', startMs: bar.startMs, endMs: segment.endMs, from, to: segment.attempt, status };
}
