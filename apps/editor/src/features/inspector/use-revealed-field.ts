import { type RefObject, useEffect } from 'react';
import { fieldOfPointer } from '../../model/fields/field-of-pointer.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import type { RevealedPlace } from '../../store/selection-slice.ts';
import { WRITABLE } from './active-field.ts';
import type { Inspected } from './inspected.ts';

/**
 * Puts the focus into the field that holds a place that is asked for, once for each request. Beside the text the text shows
 * the place, and the focus stays where it is.
 */
export function useRevealedField(
  form: RefObject<HTMLElement | null>,
  { opened: { reading }, stageId }: Pick<Inspected, 'opened' | 'stageId'>,
): void {
  const revealed = useEditorStore((state) => state.revealed);
  useEffect(() => {
    if (!revealed || revealed === answered) return;
    // The fields of a form that has just opened put their editors in place first.
    const frame = requestAnimationFrame(() => {
      answered = revealed;
      const { pointer } = revealed;
      if (!form.current || pointer === undefined || useEditorStore.getState().tab !== 'canvas') return;
      const elements = [...form.current.querySelectorAll<HTMLElement>('[data-path]')];
      const fields = elements.map((element) => ({ stageId, path: toPath(element), element }));
      const element = fieldOfPointer(reading, pointer, fields)?.element;
      (element?.querySelector<HTMLElement>(WRITABLE) ?? element?.querySelector('button'))?.focus();
      element?.scrollIntoView({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, [form, revealed, reading, stageId]);
}

/** The request that was answered last: a form that opens later answers only a new one. */
let answered: RevealedPlace | undefined;

/** Written by `useActivation` and by `ConfigField`. */
function toPath({ dataset }: HTMLElement): (string | number)[] {
  return JSON.parse(dataset['path'] ?? '[]');
}
