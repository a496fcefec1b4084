import type { Json } from '@flowmason/pipeline-schema';
import type { Preview } from './preview-value.ts';

/** The data that something is tried on, as JSON to be written over. */
export interface TrySample {
  readonly text: string;
  /** Whether a person wrote it, rather than the pipeline giving it. */
  readonly isOwn: boolean;
  /** Why the pipeline gives none; undefined when it does, or when a person has written some. */
  readonly missing: string | undefined;
}

/**
 * What to try on: what a person wrote, else the previewed value of the data field, else the value that stands there. Data that
 * only a run can tell is empty, to be filled in.
 */
export function trySample(
  own: string | undefined,
  { preview, data }: { readonly preview: Preview | undefined; readonly data: Json | undefined },
): TrySample {
  if (own !== undefined) return { text: own, isOwn: true, missing: undefined };
  if (preview && preview.kind !== 'value') return { text: '', isOwn: false, missing: preview.message };
  const value = preview ? preview.value : data;
  const text = value === undefined ? '' : JSON.stringify(value, null, 2);
  return { text, isOwn: false, missing: undefined };
}
