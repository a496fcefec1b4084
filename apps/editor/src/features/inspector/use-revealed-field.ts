import { type RefObject, useEffect } from 'react';
import { fieldOfPointer } from '../../model/fields/field-of-pointer.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { WRITABLE } from './active-field.ts';
import type { Inspected } from './inspected.ts';

/** Puts the focus into the field that holds the place that a form is asked to show, once for each request. */
export function useRevealedField(
  form: RefObject<HTMLElement | null>,
  { opened: { reading }, stageId }: Pick<Inspected, 'opened' | 'stageId'>,
): void {
  const pointer = useEditorStore((state) => state.askedField);
  useEffect(() => {
    if (pointer === undefined) return;
    // The fields of a form that has just opened put their editors in place first.
    const frame = requestAnimationFrame(() => {
      if (!form.current) return;
      useEditorStore.getState().answerField();
      const elements = [...form.current.querySelectorAll<HTMLElement>('[data-path]')];
      const fields = elements.map((element) => ({ stageId, path: toPath(element), element }));
      const element = fieldOfPointer(reading, pointer, fields)?.element;
      (element?.querySelector<HTMLElement>(WRITABLE) ?? element?.querySelector('button'))?.focus();
      element?.scrollIntoView({ block: 'nearest' });
    });
    return () => cancelAnimationFrame(frame);
  }, [form, pointer, reading, stageId]);
}

/** Written by `useActivation`, `ConfigField` and `Section`. */
function toPath({ dataset }: HTMLElement): (string | number)[] {
  return JSON.parse(dataset['path'] ?? '[]');
}
