import type { Json, PipelineChange } from '@flowmason/pipeline-schema';
import { useState } from 'react';
import { openPipelineDocument, type PipelineDocument } from '../../model/document/pipeline-document.ts';
import type { FieldPlace } from '../../model/fields/field-place.ts';
import { isWrittenAsRead, toSetChange, toValueChanges } from '../../model/fields/value-changes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeChange } from '../../store/gestures.ts';
import { useFieldValue, useInspected, useIsCurrent, valueAt } from './inspected.ts';
import { gestureOf } from './use-field-draft.ts';

/** A value that is changed by clicks. Both ways of changing it give back why they were refused. */
export interface EditedValue {
  /** What was written last, also while the document is still being read. */
  readonly value: Json | undefined;
  /** Why the last change was refused, until the document changes. */
  readonly fault: string | undefined;
  write(value: Json | undefined): string | undefined;
  /** Makes the next value of the present one, so that clicks that follow each other fast build on each other. Only what differs is written. */
  update(next: (present: Json | undefined) => Json | undefined): string | undefined;
}

/** The value at `path` of what is inspected. */
export function useEditedValue(path: FieldPlace['path']): EditedValue {
  const read = useFieldValue(path);
  const { opened, stageId } = useInspected();
  const isCurrent = useIsCurrent();
  const [refused, setRefused] = useState<{ readonly fault: string; readonly text: string | undefined }>();
  const isRefused = useEditorStore(({ edited }) => refused !== undefined && edited?.text === refused.text);
  const [pending, setPending] = useState<{ readonly value: Json | undefined }>();
  if (isCurrent && pending) setPending(undefined);
  function make(changes: readonly PipelineChange[], value: Json | undefined): string | undefined {
    const refusal = changes.length === 0 ? undefined : makeChange(changes, gestureOf({ stageId, path }));
    if (refusal === undefined) setPending({ value });
    setRefused(refusal === undefined ? undefined : { fault: refusal, text: useEditorStore.getState().edited?.text });
    return refusal;
  }
  return {
    value: pending && !isCurrent ? pending.value : read,
    fault: isRefused ? refused?.fault : undefined,
    write: (value) => make([toSetChange({ stageId, path }, value)], value),
    update(next) {
      const now = documentNow(opened);
      const place = { stageId, path };
      const before = valueAt(now, place);
      const after = next(before);
      const isInside = isWrittenAsRead(now, place, before);
      return make(isInside ? toValueChanges(place, before, after) : [toSetChange(place, after)], after);
    },
  };
}

/** The document as its text is now: what was typed a moment ago is not in the last reading yet. */
export function documentNow(opened: PipelineDocument): PipelineDocument {
  const { edited } = useEditorStore.getState();
  return edited === undefined || edited.text === opened.reading.text ? opened : openPipelineDocument(edited.text);
}
