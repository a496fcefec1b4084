import type { Json } from '@flowmason/pipeline-schema';
import { useState } from 'react';
import type { TextMark } from '../../model/fields/field-findings.ts';
import type { FieldFormat } from '../../model/fields/field-format.ts';
import type { FieldPlace } from '../../model/fields/field-place.ts';
import { toSetChange } from '../../model/fields/value-changes.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { type GestureOptions, makeChange } from '../../store/gestures.ts';
import { useFieldValue, useInspected, useIsCurrent } from './inspected.ts';

/** A field while it is edited. */
export interface FieldDraft {
  /** What the control shows. */
  readonly text: string;
  /** Why the text is no value, or why the document did not take it. */
  readonly fault: string | undefined;
  /** Where in the text it stops being a value; none when that cannot be told. */
  readonly marks: readonly TextMark[];
  /** Takes what was typed; a valid one goes into the document at once. */
  type(text: string): void;
}

/**
 * The text of a control. It is what a person types until the document says something else: an undo, an edit of the text, a
 * fix. What is half-typed and no value stays in the control alone.
 */
export function useFieldDraft(path: FieldPlace['path'], { format, parse }: FieldFormat): FieldDraft {
  const value = useFieldValue(path);
  const { opened } = useInspected();
  const isCurrent = useIsCurrent();
  const write = useFieldWriter(path);
  const [text, setText] = useState(() => format(value));
  const [fault, setFault] = useState<string>();
  const [marks, setMarks] = useState<readonly TextMark[]>(NONE);
  const [seen, setSeen] = useState(() => JSON.stringify(value));
  /** The document's text as this control left it: what is read from it is what was typed, however it is spelt. */
  const [ownText, setOwnText] = useState<string>();
  const now = JSON.stringify(value);
  if (isCurrent && seen !== now) {
    setSeen(now);
    if (opened.reading.text !== ownText) {
      setText(format(value));
      setFault(undefined);
      setMarks(NONE);
      // The same text may come back by redo, and is somebody else's then.
      setOwnText(undefined);
    }
  }
  function commit(next: Json | undefined): void {
    const refusal = write(next);
    setFault(refusal);
    if (refusal !== undefined) return;
    setSeen(JSON.stringify(next));
    setOwnText(useEditorStore.getState().edited?.text);
  }
  return {
    text,
    fault,
    marks,
    type(typed) {
      setText(typed);
      const read = parse(typed);
      setMarks('fault' in read && read.at ? [{ ...read.at, severity: 'error' }] : NONE);
      if ('fault' in read) setFault(read.fault);
      else commit(read.value);
    },
  };
}

const NONE: readonly TextMark[] = [];

/** Writes a value of the inspected stage or pipeline; gives back why it was refused. Writes that follow each other are one gesture. */
export function useFieldWriter(path: FieldPlace['path']): (value: Json | undefined) => string | undefined {
  const { stageId } = useInspected();
  return (value) => makeChange(toSetChange({ stageId, path }, value), gestureOf({ stageId, path }));
}

/** What undo says of a change of the field. Changes of it that follow each other are one gesture. */
export function gestureOf({ stageId, path }: FieldPlace): GestureOptions {
  const key = path.filter((step) => step !== 'config').join(' ');
  return {
    label: `Edit ${key.replaceAll('_', ' ')} of ${stageId ?? 'the pipeline'}`,
    coalesceKey: `field:${stageId ?? ''}:${path.join('/')}`,
  };
}
