import { isJsonObject, type Json, type JsonObject } from '@flowmason/pipeline-schema';

/** Keys by which Kubernetes merges the elements of a list instead of replacing the list, by the list's own key. */
const MERGE_KEYS: Readonly<Record<string, string>> = { containers: 'name', env: 'name' };

/** How a patch treats lists: `strategic` merges those that Kubernetes has a merge key for, `merge` (RFC 7386) replaces all. */
export type PatchKind = 'strategic' | 'merge';

/** `target` with `patch` laid over it; null removes a key. */
export function applyMergePatch(target: JsonObject, patch: JsonObject, kind: PatchKind): JsonObject {
  const result: Record<string, Json> = { ...target };
  for (const [key, change] of Object.entries(patch)) {
    const before = Object.hasOwn(result, key) ? result[key] : undefined;
    if (change === null) delete result[key];
    else result[key] = merge({ before, change, key, kind });
  }
  return result;
}

function merge(options: { before: Json | undefined; change: Json; key: string; kind: PatchKind }): Json {
  const { before, change, key, kind } = options;
  if (isJsonObject(change)) return applyMergePatch(isJsonObject(before) ? before : {}, change, kind);
  const mergeKey = kind === 'strategic' && Object.hasOwn(MERGE_KEYS, key) ? MERGE_KEYS[key] : undefined;
  if (mergeKey === undefined || !Array.isArray(change) || !Array.isArray(before)) return change;
  return mergeList(before.filter(isJsonObject), change.filter(isJsonObject), mergeKey);
}

function mergeList(
  before: readonly JsonObject[],
  changes: readonly JsonObject[],
  mergeKey: string,
): readonly JsonObject[] {
  const changed = before.map((element) => {
    const change = changes.find((candidate) => candidate[mergeKey] === element[mergeKey]);
    return change === undefined ? element : applyMergePatch(element, change, 'strategic');
  });
  const added = changes.filter((change) => !before.some((element) => element[mergeKey] === change[mergeKey]));
  return [...changed, ...added];
}
