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
  const values = keys.map((key) => share(before[key], after[key]));
  const isSame =
    Object.keys(before).length === keys.length &&
    keys.every((key, index) => Object.hasOwn(before, key) && Object.is(values[index], before[key]));
  return isSame ? before : Object.fromEntries(keys.map((key, index) => [key, values[index]]));
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
