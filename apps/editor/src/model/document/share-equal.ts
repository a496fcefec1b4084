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
  // Nearly always nothing has changed, and to find that out nothing has to be made.
  return isEqual(before, after) ? before : shareParts(before, after);
}

function shareParts(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return after.map((item, index) => share(before[index], item));
  if (!isPlainObject(before) || !isPlainObject(after)) return after;
  return Object.fromEntries(Object.entries(after).map(([key, value]) => [key, share(before[key], value)]));
}

function isEqual(before: unknown, after: unknown): boolean {
  if (Object.is(before, after)) return true;
  if (Array.isArray(before)) {
    if (!Array.isArray(after) || before.length !== after.length) return false;
    for (let index = 0; index < after.length; index++) if (!isEqual(before[index], after[index])) return false;
    return true;
  }
  if (!isPlainObject(before) || !isPlainObject(after)) return false;
  let left = 0;
  for (const _ in before) left += 1;
  for (const key in after) {
    if (!Object.hasOwn(before, key) || !isEqual(before[key], after[key])) return false;
    left -= 1;
  }
  return left === 0;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
