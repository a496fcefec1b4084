import { builtinComponents } from '@flowmason/engine';
import {
  type MergeConflict,
  type MergeResult,
  type MergeSide,
  type MergeTexts,
  mergeTexts,
  readPipeline,
} from '@flowmason/pipeline-schema';
import { alignRenames } from './align-renames.ts';

/** What became of merging two versions of a pipeline. */
export type VersionMerge =
  | {
      readonly status: 'merged';
      readonly text: string;
      readonly conflicts: readonly MergeConflict[];
      /** What is wrong with the merged text and with neither version: each message once, in the order of the text. */
      readonly newErrors: readonly string[];
    }
  | Extract<MergeResult, { readonly status: 'unreadable' }>;

/**
 * Merges two versions of a pipeline as documents, after giving the stages that one side has renamed the same id on the other.
 * Documents of which each is right alone can still make a wrong one; `newErrors` tells what came of it.
 */
export function mergeVersions(texts: MergeTexts, choices: ReadonlyMap<string, MergeSide> = new Map()): VersionMerge {
  const plain = mergeTexts(texts, choices);
  if (plain.status === 'unreadable') return plain;
  const aligned = alignRenames(texts, choices);
  const merged = mergeTexts(aligned.texts, choices);
  if (merged.status === 'unreadable') return merged;
  const known = new Set([aligned.texts.mine, aligned.texts.theirs].flatMap(errorsIn));
  return {
    status: 'merged',
    text: merged.text,
    conflicts: [...aligned.conflicts, ...merged.conflicts],
    newErrors: [...new Set(errorsIn(merged.text))].filter((message) => !known.has(message)),
  };
}

function errorsIn(text: string): readonly string[] {
  const { diagnostics } = readPipeline(text, { components: builtinComponents });
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}
