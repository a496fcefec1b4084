import {
  type PipelineReading,
  parseJsonText,
  pointerSegments,
  type Range,
  type SourceNode,
} from '@flowmason/pipeline-schema';
import type { FieldPlace } from '../fields/field-place.ts';
import { createStageFinder } from './stage-of-pointer.ts';

/** What stands at an offset of a document. */
export interface CodePlace {
  /** JSON pointer of the innermost value, or of the member whose key it is. */
  readonly pointer: string;
  readonly isKey: boolean;
  /** The value there; undefined on a key. */
  readonly node: SourceNode | undefined;
}

/** The innermost thing around `offset`; a caret behind a value's last character still stands in it. */
export function codePlaceAt(text: string, offset: number): CodePlace | undefined {
  const root = rootOf(text);
  return root && isAround(root, offset) ? placeIn(root, offset) : undefined;
}

/** A place as a field of a stage, or of the document; undefined on a key, and for a stage as a whole. */
export function fieldPlaceOf(reading: PipelineReading, { pointer, isKey }: CodePlace): FieldPlace | undefined {
  if (isKey) return undefined;
  const stage = createStageFinder(reading)(pointer);
  const path = pointerSegments(stage ? pointer.slice(stage.pointer.length) : pointer);
  return path.length === 0 ? undefined : { stageId: stage?.id, path };
}

/** The stage in whose object `offset` of the text that was read stands. */
export function stageAtOffset(reading: PipelineReading, offset: number): string | undefined {
  const place = codePlaceAt(reading.text, offset);
  return place && createStageFinder(reading)(place.pointer)?.id;
}

/** Where a stage's object stands in the text that was read. */
export function rangeOfStage(reading: PipelineReading, stageId: string): Range | undefined {
  const pointer = reading.pointerOfStage(stageId);
  return pointer === undefined ? undefined : reading.locate(pointer);
}

function placeIn(node: SourceNode, offset: number): CodePlace {
  if (node.kind === 'list') {
    const item = node.items.find((each) => isAround(each, offset));
    if (item) return placeIn(item, offset);
  }
  if (node.kind === 'object') {
    for (const { keyStart, keyEnd, value, pointer } of node.members) {
      if (keyStart <= offset && offset <= keyEnd) return { pointer, isKey: true, node: undefined };
      if (value && isAround(value, offset)) return placeIn(value, offset);
    }
  }
  return { pointer: node.pointer, isKey: false, node };
}

function isAround({ start, end }: SourceNode, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** The text that was asked about last: a caret that moves asks about the same text again and again. */
let last: { readonly text: string; readonly root: SourceNode | undefined } = { text: '', root: undefined };

function rootOf(text: string): SourceNode | undefined {
  if (last.text !== text) last = { text, root: parseJsonText(text).root };
  return last.root;
}
