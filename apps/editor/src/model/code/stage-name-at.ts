import { builtinComponents } from '@flowmason/engine';
import { findStageNames, type StageName } from '@flowmason/pipeline-schema';

/** The id of a stage around `offset`, be it its definition or a mention; undefined where there is none. */
export function stageNameAt(text: string, offset: number): StageName | undefined {
  return stageNamesIn(text).find(({ start, end }) => start <= offset && offset <= end);
}

/** Every stretch of `text` that is the id of a stage, in order. */
export function stageNamesIn(text: string): readonly StageName[] {
  if (last.text !== text) last = { text, names: findStageNames(text, { components: builtinComponents }) };
  return last.names;
}

/** The text that was asked about last: a pointer that moves over it asks again and again. */
let last: { readonly text: string; readonly names: readonly StageName[] } = { text: '', names: [] };
