/** A length of time as a document writes it, in ms. */
export interface Duration {
  readonly ms: number;
  /** A bare number so near to the border between seconds and milliseconds that its writer may have meant the other. */
  readonly isUnitInDoubt: boolean;
}

/**
 * Reads the value of a `timeout` key: a number of 1000 and more is ms, below it is seconds, `"30s"`, `"5m"`, `"250ms"`,
 * `"1h"` and `"2d"` say their unit. Undefined for anything else.
 */
export function readTimeout(value: unknown): Duration | undefined {
  if (typeof value === 'number') return { ms: toMs(value), isUnitInDoubt: value < IN_DOUBT_BELOW };
  if (typeof value !== 'string') return undefined;
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(value);
  const amount = Number(match?.[1]);
  const unit = match?.[2]?.toLowerCase();
  if (match === null || unit === undefined) return undefined;
  if (unit === '') return { ms: toMs(amount), isUnitInDoubt: amount < IN_DOUBT_BELOW };
  const factor = UNITS.get(unit);
  return factor === undefined ? undefined : { ms: Math.round(amount * factor), isUnitInDoubt: false };
}

function toMs(amount: number): number {
  return Math.round(amount >= 1000 ? amount : amount * 1000);
}

/** `5000` may be 5 s or more than an hour, `30` may be a slip for 30 s or 30 ms; `30000` is surely ms. */
const IN_DOUBT_BELOW = 10_000;

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['msec', 1],
  ['s', 1000],
  ['sec', 1000],
  ['secs', 1000],
  ['second', 1000],
  ['seconds', 1000],
  ['m', 60_000],
  ['min', 60_000],
  ['mins', 60_000],
  ['minute', 60_000],
  ['minutes', 60_000],
  ['h', 3_600_000],
  ['hour', 3_600_000],
  ['hours', 3_600_000],
  ['d', 86_400_000],
  ['day', 86_400_000],
  ['days', 86_400_000],
]);
