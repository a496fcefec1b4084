import type { Json } from '@flowmason/pipeline-schema';
import { useState } from 'react';
import type { FieldPlace } from '../../model/field-place.ts';
import { useFieldValue, useIsCurrent } from './inspected.ts';
import { useFieldWriter } from './use-field-draft.ts';

/** A value that is chosen or ticked, and how it is written. What was chosen shows at once, before the document has been read again. */
export function useChosenValue(
  path: FieldPlace['path'],
): readonly [value: Json | undefined, write: (value: Json | undefined) => void] {
  const value = useFieldValue(path);
  const isCurrent = useIsCurrent();
  const write = useFieldWriter(path);
  const [chosen, setChosen] = useState<{ readonly value: Json | undefined }>();
  if (isCurrent && chosen) setChosen(undefined);
  function choose(next: Json | undefined): void {
    if (write(next) === undefined) setChosen({ value: next });
  }
  return [chosen && !isCurrent ? chosen.value : value, choose];
}
