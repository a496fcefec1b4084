/**
 * `after` with every part that equals its counterpart in `before` replaced by that: what did not change keeps its
 * identity, at every depth, and views of it need not draw again. For plain data: lists and objects of JSON; anything else
 * is kept as it is in `after`.
 */
export function shareEqual<T>(before: unknown, after: T): T {
  // Every replacement equals what it replaces, so the type stays true.
  return share(before, after) as T;
}

function share(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (Array.isArray(before) && Array.isArray(after)) {
    const items = after.map((item, index) => share(before[index], item));
    return before.length === items.length && items.every((item, index) => Object.is(item, before[index]))
      ? before
      : items;
  }
  if (!isPlainObject(before) || !isPlainObject(after)) return after;
  const keys = Object.keys(after);
  const entries = keys.map((key) => [key, share(before[key], after[key])] as const);
  const isSame =
    Object.keys(before).length === keys.length &&
    entries.every(([key, value]) => Object.hasOwn(before, key) && Object.is(value, before[key]));
  return isSame ? before : Object.fromEntries(entries);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
