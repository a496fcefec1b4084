import type { FieldFormat } from './field-format.ts';

/** A time in ms, written as people say it: `30 s`, `1 m 30 s`, `500 ms`. A number alone counts as ms. */
export const DURATION_FORMAT: FieldFormat = {
  format: (value) => (typeof value === 'number' ? toExactDuration(value) : typeof value === 'string' ? value : ''),
  parse(text) {
    const trimmed = text.trim().toLowerCase();
    if (trimmed === '') return { value: undefined };
    const ms = parseDuration(trimmed);
    if (ms === undefined) return { fault: `“${text.trim()}” is no time. Write 30 s, 5 m, 1 h 30 m or 500 ms.` };
    return ms < 1 ? { fault: 'This must be at least 1 ms.' } : { value: ms };
  },
};

const UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
];

/** Every ms is told: what is shown can be read back. */
function toExactDuration(ms: number): string {
  if (!Number.isInteger(ms) || ms <= 0) return String(ms);
  if (ms < 60_000 && ms >= 1_000) return `${ms / 1_000} s`;
  let rest = ms;
  const parts = UNITS.flatMap(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [`${count} ${unit}`] : [];
  });
  return parts.join(' ');
}

function parseDuration(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.round(Number(text));
  if (!/^(?:\d+(?:\.\d+)?\s*(?:ms|[hms]|min|sec)\s*)+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)\s*(ms|min|sec|[hms])/g)];
  const ms = parts.reduce((sum, [, count = '0', unit = 'ms']) => sum + Number(count) * sizeOf(unit), 0);
  return Math.round(ms);
}

function sizeOf(unit: string): number {
  const name = unit === 'min' ? 'm' : unit === 'sec' ? 's' : unit;
  return UNITS.find(([known]) => known === name)?.[1] ?? 1;
}
