import { z } from 'zod';

/** The statuses from `from` to `to`, both included. */
export type StatusRange = { readonly from: number; readonly to: number };

const StatusNumber = z.int().min(100).max(599);
const StatusText = z
  .string()
  .regex(
    /^\s*([1-5]xx|[1-5]\d\d(\s*[-–]\s*[1-5]\d\d)?)(\s*,\s*([1-5]xx|[1-5]\d\d(\s*[-–]\s*[1-5]\d\d)?))*\s*$/i,
    'must be a status such as 200, a range such as "200-299" or "2xx", or several of these with commas between them',
  );

/** Number, text or list in a config. Default: every 2xx. */
export const ExpectStatus = z
  .union([StatusNumber, StatusText, z.array(z.union([StatusNumber, StatusText])).min(1)], {
    error: 'must be a status such as 200, a range such as "200-299", or a list of these',
  })
  .default('200-299');

/** The ranges that a checked `expect_status` stands for, in its order. */
export function toStatusRanges(expected: z.output<typeof ExpectStatus>): readonly StatusRange[] {
  if (typeof expected === 'number') return [{ from: expected, to: expected }];
  if (typeof expected === 'string') return expected.split(',').map(toStatusRange);
  return expected.flatMap(toStatusRanges);
}

/** True when one of `ranges` holds `status`. */
export function isExpected(status: number, ranges: readonly StatusRange[]): boolean {
  return ranges.some(({ from, to }) => from <= status && status <= to);
}

/** As people write it: `200–299, 404`. */
export function describeRanges(ranges: readonly StatusRange[]): string {
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}

function toStatusRange(text: string): StatusRange {
  const trimmed = text.trim();
  if (/xx$/i.test(trimmed)) return { from: Number(trimmed[0]) * 100, to: Number(trimmed[0]) * 100 + 99 };
  const [from = '', to = from] = trimmed.split(/[-–]/);
  return { from: Number(from), to: Number(to) };
}
