import { type Diagnostic, type PipelineReading, preferredFix, type QuickFix } from '@flowmason/pipeline-schema';
import { Wrench } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { Button } from '../../ui/button.tsx';
import { tellRefusal } from './tell-refusal.ts';

/** Mends a finding of a reading in the way that is preferred; nothing where the reader offers none. */
export function FixButton(props: {
  readonly diagnostic: Diagnostic | undefined;
  readonly reading: Pick<PipelineReading, 'text'>;
}): ReactNode {
  const { diagnostic, reading } = props;
  const fix = diagnostic && preferredFix(diagnostic);
  if (!fix) return null;
  return (
    <Button
      size="sm"
      icon={<Wrench size={12} aria-hidden />}
      className="shrink-0"
      aria-label={`Fix: ${fix.title}`}
      onClick={() => makeFixOf(reading, fix)}
    >
      {fix.title}
    </Button>
  );
}

/** Makes a fix of a reading as one gesture, unless the text has changed since: its edits would be wrong. */
export function makeFixOf(reading: Pick<PipelineReading, 'text'>, fix: QuickFix): void {
  if (useEditorStore.getState().edited?.text !== reading.text) {
    tellRefusal('The text has changed since; it is being read again. Try again in a moment.');
    return;
  }
  makeEdit(fix.edits, { label: fix.title });
}
