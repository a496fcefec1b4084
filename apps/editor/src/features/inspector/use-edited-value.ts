import type { Json } from '@flowmason/pipeline-schema';
import { useState } from 'react';
import { openPipelineDocument, type PipelineDocument } from '../../model/document/pipeline-document.ts';
import type { FieldPlace } from '../../model/fields/field-place.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { useFieldValue, useInspected, useIsCurrent, valueAt } from './inspected.ts';
import { useFieldWriter } from './use-field-draft.ts';

/** A value that is changed by clicks. Both ways of changing it give back why they were refused. */
export interface EditedValue {
  /** What was written last, also while the document is still being read. */
  readonly value: Json | undefined;
  write(value: Json | undefined): string | undefined;
  /** Makes the next value of the present one, so that clicks that follow each other fast build on each other. */
  update(next: (present: Json | undefined) => Json | undefined): string | undefined;
}

/** The value at `path` of what is inspected. */
export function useEditedValue(path: FieldPlace['path']): EditedValue {
  const read = useFieldValue(path);
  const { opened, stageId } = useInspected();
  const isCurrent = useIsCurrent();
  const writeField = useFieldWriter(path);
  const [pending, setPending] = useState<{ readonly value: Json | undefined }>();
  if (isCurrent && pending) setPending(undefined);
  function write(value: Json | undefined): string | undefined {
    const refusal = writeField(value);
    if (refusal === undefined) setPending({ value });
    return refusal;
  }
  return {
    value: pending && !isCurrent ? pending.value : read,
    write,
    update(next) {
      return write(next(valueAt(documentNow(opened), { stageId, path })));
    },
  };
}

/** The document as its text is now: what was typed a moment ago is not in the last reading yet. */
export function documentNow(opened: PipelineDocument): PipelineDocument {
  const { edited } = useEditorStore.getState();
  return edited === undefined || edited.text === opened.reading.text ? opened : openPipelineDocument(edited.text);
}
