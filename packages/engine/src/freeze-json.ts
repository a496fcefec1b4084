import type { Json } from '@flowmason/pipeline-schema';

/**
 * `value` itself, frozen throughout, so that nobody who gets hold of it can change it for the others. What is frozen
 * already is not looked into again: it has come through here.
 */
export function freezeJson<Value extends Json>(value: Value): Value {
  const open: Json[] = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null || Object.isFrozen(next)) continue;
    Object.freeze(next);
    for (const inner of Object.values(next)) open.push(inner);
  }
  return value;
}
