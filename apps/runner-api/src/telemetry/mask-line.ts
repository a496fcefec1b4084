/**
 * A line of JSON, in which `mask` has hidden what is secret, as a line of JSON again: its values are masked, not its text,
 * because a number that is masked in the text leaves no JSON. Nearly all lines hold nothing, and are looked at once.
 */
export function maskLine(line: string, mask: (text: string) => string): string {
  if (mask(line) === line) return line;
  const facts: object = JSON.parse(line);
  const masked = Object.entries(facts).map(([name, fact]) => [name, OURS.has(name) ? fact : maskValue(fact, mask)]);
  return `${JSON.stringify(Object.fromEntries(masked))}\n`;
}

/** Facts that are made here and hold nothing from outside: a secret that looks like one of them must not hide it. */
const OURS: ReadonlySet<string> = new Set([
  ...['level', 'time', 'run_id', 'parent_run_id', 'request_id', 'pid', 'version'],
  ...['status', 'ms', 'method', 'route'],
]);

function maskValue(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (typeof value === 'number') return mask(String(value)) === String(value) ? value : mask(String(value));
  if (Array.isArray(value)) return value.map((item) => maskValue(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [mask(key), maskValue(item, mask)]));
}
