import { readTimeout } from '../dialects/duration.ts';
import type { Json } from '../json.ts';
import { type SourceMember, textOf } from '../text/source-node.ts';

/**
 * A time-out in ms as the key `written` takes it. `timeout` reads small numbers as seconds, so what could be mistaken is
 * written with its unit, and so is what was written with one before.
 */
export function writtenTime(written: string, before: SourceMember | undefined, value: Json): Json {
  if (written !== 'timeout' || typeof value !== 'number') return value;
  const duration = readTimeout(value);
  const isPlain = duration !== undefined && !duration.isUnitInDoubt && duration.ms === value;
  return isPlain && textOf(before?.value) === undefined ? value : withUnit(value);
}

function withUnit(ms: number): string {
  const [amount, unit] = ms % 60_000 === 0 ? [ms / 60_000, 'm'] : ms % 1000 === 0 ? [ms / 1000, 's'] : [ms, 'ms'];
  return `${amount}${unit}`;
}
