import type { FieldPlace } from '../../../model/fields/field-place.ts';
import { useEditorStore } from '../../../store/editor-store.ts';
import { useInspected } from '../inspected.ts';

/** What a person wrote to try the field at `path` on, and how to keep it: as long as the page is open, never in the file. */
export function useOwnSample(
  path: FieldPlace['path'],
): readonly [own: string | undefined, keep: (own: string | undefined) => void] {
  const { opened, stageId } = useInspected();
  const key = JSON.stringify([opened.file.path, stageId ?? null, ...path]);
  const own = useEditorStore((state) => state.ownSamples.get(key));
  const keepSample = useEditorStore((state) => state.keepSample);
  return [own, (next) => keepSample(key, next)];
}
