/** The round distances between two ticks, ms: from one millisecond to a day. */
const STEPS_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 21_600_000, 43_200_000, 86_400_000,
] as const;

/** The smallest round distance that is at least `leastPx` wide at this zoom; past a day, whole days. */
export function toTickStep(pxPerMs: number, leastPx: number): number {
  const leastMs = leastPx / pxPerMs;
  const day = 86_400_000;
  return STEPS_MS.find((step) => step >= leastMs) ?? Math.ceil(leastMs / day) * day;
}

/**
 * The words under a tick. The unit follows the distance between ticks: `250 ms`, `1.5 s`, `48 s`, `3 m 30 s`, `2 h 05 m`,
 * `1 d 6 h`.
 */
export function toTickText(ms: number, stepMs: number): string {
  if (ms === 0) return '0';
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(decimalsOf(stepMs))} s`;
  if (ms < 3_600_000) return join(ms, 60_000, 'm', 1_000, 's', stepMs);
  if (ms < 86_400_000) return join(ms, 3_600_000, 'h', 60_000, 'm', stepMs);
  return join(ms, 86_400_000, 'd', 3_600_000, 'h', stepMs);
}

/** An instant of a run in full, for those who point at it: `1 h 04 m 07.250 s`. */
export function toExactTime(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const hours = Math.floor(whole / 3_600_000);
  const minutes = Math.floor(whole / 60_000) % 60;
  const seconds = (whole % 60_000) / 1_000;
  if (hours > 0) return `${hours} h ${padded(minutes)} m ${seconds.toFixed(3).padStart(6, '0')} s`;
  if (minutes > 0) return `${minutes} m ${seconds.toFixed(3).padStart(6, '0')} s`;
  return `${seconds.toFixed(3)} s`;
}

function join(ms: number, big: number, bigUnit: string, small: number, smallUnit: string, stepMs: number): string {
  const whole = Math.floor(ms / big);
  const rest = (ms % big) / small;
  if (rest === 0 && stepMs >= big) return `${whole} ${bigUnit}`;
  const decimals = small === 1_000 ? decimalsOf(stepMs) : 0;
  return `${whole} ${bigUnit} ${rest.toFixed(decimals).padStart(decimals === 0 ? 2 : decimals + 3, '0')} ${smallUnit}`;
}

function decimalsOf(stepMs: number): number {
  if (stepMs >= 1_000) return 0;
  if (stepMs >= 100) return 1;
  return stepMs >= 10 ? 2 : 3;
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}
