/**
 * `value` rounded to `precision` decimals, halves to the even neighbour. A half is a half only when the number is one
 * exactly: 2.675 is a little less, and gives 2.67. A negative precision rounds to tens, hundreds …
 */
export function roundHalfEven(value: number, precision: number): number {
  if (precision < 0) {
    const unit = 10 ** -precision;
    return roundHalfEven(value / unit, 0) * unit;
  }
  if (Math.abs(value) >= 1e21) return value;
  const exact = Math.abs(value).toFixed(Math.min(100, precision + 60));
  const point = exact.indexOf('.');
  const end = point + 1 + precision;
  if (!/^50*$/.test(exact.slice(end))) return Number(value.toFixed(precision));
  const kept = exact.slice(0, precision > 0 ? end : point);
  const isEven = Number(kept.at(-1)) % 2 === 0;
  const magnitude = isEven ? Number(kept) : Number((Math.abs(value) + 0.5 * 10 ** -precision).toFixed(precision));
  return value < 0 ? -magnitude : magnitude;
}
