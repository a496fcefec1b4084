import { isJsonObject, type Json, type JsonObject, readJsonText } from '@flowmason/pipeline-schema';

/** Where a text has stages and notes, by their ids. */
export type WrittenPlaces = {
  readonly stages: ReadonlyMap<string, readonly [x: number, y: number]>;
  readonly notes: ReadonlyMap<string, readonly [x: number, y: number]>;
};

/**
 * Where stages and notes are put by the text itself. The drawing may be some steps behind it, as while a key repeats: the next
 * step counts from here. What has no place of its own in the text, or none that can be read, is left out.
 */
export function writtenPlaces(text: string): WrittenPlaces {
  const read = readJsonText(text);
  const document = read.status === 'parsed' ? read.value : null;
  const notes = memberOf(document, 'notes');
  return {
    stages: new Map(Object.entries(objectOf(memberOf(document, 'layout'))).flatMap(([id, at]) => toEntry(id, at))),
    notes: new Map(
      (Array.isArray(notes) ? notes : []).flatMap((note: Json) =>
        toEntry(memberOf(note, 'id'), memberOf(note, 'position')),
      ),
    ),
  };
}

function toEntry(
  id: Json | undefined,
  at: Json | undefined,
): readonly (readonly [string, readonly [number, number]])[] {
  const [x, y] = Array.isArray(at) ? at : [];
  return typeof id === 'string' && typeof x === 'number' && typeof y === 'number' ? [[id, [x, y]]] : [];
}

function memberOf(value: Json | undefined, key: string): Json | undefined {
  const object = objectOf(value);
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
