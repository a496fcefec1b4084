import { renameKey, replaceNode } from '../text/source-edits.ts';
import type { SourceMember } from '../text/source-node.ts';
import { readTimeout } from './duration.ts';
import type { ReadingContext } from './reading-context.ts';

/** A bit more than a year; a time-out beyond it is a slip of the unit. */
export const MAX_DURATION_MS = 366 * 86_400_000;

/** Reads a `timeout_ms`, `deadline_ms` or `timeout` member in ms; reports what is out of range or of doubtful unit. */
export function readTimeoutMember(
  member: SourceMember | undefined,
  what: string,
  { text, reporter, expect }: ReadingContext,
): number | undefined {
  if (member?.value === undefined) return undefined;
  const { key, value } = member;
  if (key !== 'timeout') return expect.number(value, what, { least: 1, most: MAX_DURATION_MS, isWhole: true });
  const duration = value.kind === 'scalar' ? readTimeout(value.value) : undefined;
  if (duration === undefined) {
    const wanted = 'a number of ms (or of seconds, below 1000) or a text such as "30s"';
    reporter.report('wrong-shape', value, `${what} must be ${wanted}.`);
    return undefined;
  }
  if (duration.ms < 1 || duration.ms > MAX_DURATION_MS) {
    reporter.report('invalid-value', value, `${what} must lie between 1 ms and 366 days.`);
    return undefined;
  }
  if (duration.isUnitInDoubt) {
    const reading = `${duration.ms / 1000} s`;
    const inMs = (ms: number) => [...renameKey(member, 'timeout_ms'), ...replaceNode(text, value, ms)];
    const written = value.kind === 'scalar' ? Number(value.value) : Number.NaN;
    const other = written >= 1000 ? written * 1000 : written;
    reporter.report(
      'timeout-unit',
      value,
      `${what} is read as ${reading}: 1000 and more are milliseconds, less are seconds. Say the unit.`,
      {
        fixes: [
          { title: `Write "timeout_ms": ${duration.ms}`, edits: inMs(duration.ms) },
          ...(Number.isInteger(other) && other !== duration.ms && other >= 1
            ? [{ title: `Write "timeout_ms": ${other}`, edits: inMs(other) }]
            : []),
        ],
      },
    );
  }
  return duration.ms;
}
