import { documentPipeline, isJsonObject, type Json, type JsonObject, type Pipeline } from '@flowmason/pipeline-schema';

/** A value that differs; `path` leads to it by canonical keys, such as `config.url`. Undefined where a side has none. */
export interface FieldDiff {
  readonly path: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
}

/** What became of one stage. */
export interface StageDiff {
  /** Its id after the change; of a stage that was removed, the one that it had. */
  readonly id: string;
  readonly kind: DiffKind;
  /** Its id before, where it was given another one and nothing else is different. */
  readonly renamedFrom: string | undefined;
  readonly fields: readonly FieldDiff[];
  /** A person has put it somewhere else on the canvas, or no longer anywhere. */
  readonly isMoved: boolean;
}

/** `moved` is a stage of which only the place on the canvas differs. */
export type DiffKind = 'added' | 'removed' | 'changed' | 'renamed' | 'moved';

/** How two versions of a pipeline differ, whatever dialect each is written in. */
export interface PipelineDiff {
  /** Those that are there after the change in their order, then those that are not. Without the stages that are the same. */
  readonly stages: readonly StageDiff[];
  /** What differs outside of the stages. */
  readonly document: readonly FieldDiff[];
}

/** Compares two versions by stage and by field. */
export function diffPipelines(before: Pipeline, after: Pipeline): PipelineDiff {
  const [old, now] = [documentPipeline(before), documentPipeline(after)];
  const [oldStages, nowStages] = [stagesById(old), stagesById(now)];
  const removed = [...oldStages.keys()].filter((id) => !nowStages.has(id));
  const added = [...nowStages.keys()].filter((id) => !oldStages.has(id));
  const renames = findRenames(removed, added, (id) => contentOf(oldStages.get(id) ?? nowStages.get(id)));
  const oldNames = new Set(renames.values());
  const stages = [...nowStages].flatMap(([id, stage]): StageDiff[] => {
    const renamedFrom = renames.get(id);
    const beforeId = renamedFrom ?? id;
    const isMoved = !isSame(ownValue(before.layout, beforeId), ownValue(after.layout, id));
    if (renamedFrom !== undefined) return [{ id, kind: 'renamed', renamedFrom, fields: [], isMoved }];
    const was = oldStages.get(id);
    if (!was) return [{ id, kind: 'added', renamedFrom, fields: [], isMoved: false }];
    const fields = diffFields(was, stage);
    if (fields.length === 0 && !isMoved) return [];
    return [{ id, kind: fields.length > 0 ? 'changed' : 'moved', renamedFrom, fields, isMoved }];
  });
  const gone = removed
    .filter((id) => !oldNames.has(id))
    .map((id): StageDiff => ({ id, kind: 'removed', renamedFrom: undefined, fields: [], isMoved: false }));
  return { stages: [...stages, ...gone], document: diffFields(withoutStages(old), withoutStages(now)) };
}

/** How many stages differ in each way; without the ways in which none does. */
export function countKinds({ stages }: PipelineDiff): readonly (readonly [kind: DiffKind, count: number])[] {
  return KINDS.map((kind) => [kind, stages.filter((stage) => stage.kind === kind).length] as const).filter(
    ([, count]) => count > 0,
  );
}

/** True when nothing that means anything differs. */
export function isEmptyDiff({ stages, document }: PipelineDiff): boolean {
  return stages.length === 0 && document.length === 0;
}

const KINDS = ['added', 'removed', 'changed', 'renamed', 'moved'] as const satisfies readonly DiffKind[];

/** The values that differ, objects looked into, everything else as a whole; by the keys of `before`, then the new ones. */
function diffFields(before: JsonObject, after: JsonObject, path = ''): readonly FieldDiff[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key): readonly FieldDiff[] => {
    const [a, b] = [ownValue(before, key), ownValue(after, key)];
    if (isSame(a, b)) return [];
    const inner = path === '' ? key : `${path}.${key}`;
    if (isJsonObject(a) && isJsonObject(b)) return diffFields(a, b, inner);
    return [{ path: inner, before: a, after: b }];
  });
}

/** New id → the one that a removed stage had whose content is the same; only where exactly one fits. */
function findRenames(
  removed: readonly string[],
  added: readonly string[],
  contentOfId: (id: string) => string,
): ReadonlyMap<string, string> {
  const byContent = Map.groupBy(removed, contentOfId);
  const addedByContent = Map.groupBy(added, contentOfId);
  const renames = new Map<string, string>();
  for (const [content, [id, ...others]] of addedByContent) {
    const [from, ...otherOld] = byContent.get(content) ?? [];
    if (id !== undefined && from !== undefined && others.length + otherOld.length === 0) renames.set(id, from);
  }
  return renames;
}

function contentOf(stage: JsonObject | undefined): string {
  const { id: _id, name: _name, ...content } = stage ?? {};
  return canonicalText(content);
}

function stagesById(document: JsonObject): ReadonlyMap<string, JsonObject> {
  const stages = Array.isArray(document['stages']) ? document['stages'] : [];
  return new Map(stages.filter(isJsonObject).map((stage) => [String(stage['id']), stage]));
}

function withoutStages({ stages: _stages, layout: _layout, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** A name such as `constructor` is there for every object, and is no value of it. */
function ownValue<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || canonicalText(a) === canonicalText(b);
}

/** Equal values give equal texts, whatever the order of their keys. */
function canonicalText(value: Json | undefined): string {
  return (
    JSON.stringify(value, (_key, inner: Json) =>
      isJsonObject(inner) ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1))) : inner,
    ) ?? ''
  );
}
