import {
  isJsonObject,
  type Json,
  type JsonObject,
  type PipelineChange,
  parseJsonText,
} from '@flowmason/pipeline-schema';
import type { PipelineDocument } from '../document/pipeline-document.ts';
import type { FieldPlace } from './field-place.ts';
import { pointerOfField } from './field-pointer.ts';

/** What gives the field the value; undefined takes it away. */
export function toSetChange({ stageId, path }: FieldPlace, value: Json | undefined): PipelineChange {
  return stageId === undefined
    ? { type: 'set_document_value', path, value }
    : { type: 'set_stage_value', stageId, path, value };
}

/**
 * What makes `after` of the field's `before`, each change as far inside as can be, so that a click in a long object leaves
 * the rest of it as a person wrote it. They are made one after the other. None where nothing changes.
 */
export function toValueChanges(
  place: FieldPlace,
  before: Json | undefined,
  after: Json | undefined,
): readonly PipelineChange[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const inner =
    isJsonObject(before) && isJsonObject(after)
      ? changesInObject(place, before, after)
      : Array.isArray(before) && Array.isArray(after)
        ? changesInList(place, before, after)
        : undefined;
  return inner ?? [toSetChange(place, after)];
}

/** Whether the text has the value as it is read, and in no other spelling: only then can a change go inside it. */
export function isWrittenAsRead({ reading }: PipelineDocument, place: FieldPlace, value: Json | undefined): boolean {
  const pointer = pointerOfField(reading, place);
  const range = pointer === undefined ? undefined : reading.locate(pointer);
  if (!range) return false;
  const source = reading.text.slice(range.start.offset, range.end.offset);
  return parseJsonText(source).errors.length === 0 && JSON.stringify(JSON.parse(source)) === JSON.stringify(value);
}

function changesInObject(
  place: FieldPlace,
  before: JsonObject,
  after: JsonObject,
): readonly PipelineChange[] | undefined {
  const [old, now] = [Object.keys(before), Object.keys(after)];
  if (now.includes('__proto__')) return undefined;
  const renamed = renamedKey(before, after);
  if (renamed) return [{ type: 'rename_key', ...inside(place, renamed.from), to: renamed.to }];
  const kept = old.filter((key) => Object.hasOwn(after, key));
  const added = now.filter((key) => !Object.hasOwn(before, key));
  // What is added stands last; another order can only be written as a whole.
  if ([...kept, ...added].some((key, index) => key !== now[index])) return undefined;
  return [
    ...kept.flatMap((key) => toValueChanges(inside(place, key), before[key], after[key])),
    ...old.filter((key) => !kept.includes(key)).map((key) => toSetChange(inside(place, key), undefined)),
    ...added.map((key) => toSetChange(inside(place, key), after[key])),
  ];
}

/** The one key that has another name, with what stands under it. */
function renamedKey(before: JsonObject, after: JsonObject): { readonly from: string; readonly to: string } | undefined {
  const [old, now] = [Object.keys(before), Object.keys(after)];
  const [at, ...others] = old.flatMap((key, index) => (key === now[index] ? [] : [index]));
  if (old.length !== now.length || at === undefined || others.length > 0) return undefined;
  const [from = '', to = ''] = [old[at], now[at]];
  const isSame = old.every((key, index) => JSON.stringify(before[key]) === JSON.stringify(after[now[index] ?? key]));
  return isSame && to.trim() !== '' ? { from, to } : undefined;
}

function changesInList(
  place: FieldPlace,
  before: readonly Json[],
  after: readonly Json[],
): readonly PipelineChange[] | undefined {
  const same = after.findIndex((item, index) => JSON.stringify(item) !== JSON.stringify(before[index]));
  const first = same < 0 ? after.length : same;
  if (after.length >= before.length) {
    if (after.length > before.length && first < before.length) return undefined;
    return after.flatMap((item, index) =>
      index < before.length
        ? toValueChanges(inside(place, index), before[index], item)
        : [toSetChange(inside(place, index), item)],
    );
  }
  const isOneOut = JSON.stringify(before.toSpliced(first, 1)) === JSON.stringify(after);
  return isOneOut ? [toSetChange(inside(place, first), undefined)] : undefined;
}

function inside({ stageId, path }: FieldPlace, step: string | number): FieldPlace {
  return { stageId, path: [...path, step] };
}
