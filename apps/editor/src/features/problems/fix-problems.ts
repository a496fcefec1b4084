import { builtinComponents } from '@flowmason/engine';
import { fixAll, type PipelineReading, type QuickFix } from '@flowmason/pipeline-schema';
import { toast } from 'sonner';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';

/** Makes one fix of a reading, as one gesture named after it. */
export function makeFix(fix: QuickFix, reading: PipelineReading): void {
  // A fix is edits of the text that was read: of another text they would be wrong.
  if (useEditorStore.getState().edited?.text !== reading.text) {
    toast.message('The text has changed since; the problems are being read again.');
    return;
  }
  makeEdit(fix.edits, { label: fix.title });
  toast.success(`Fixed 1 problem: ${fix.title}.`);
}

/** Fixes everything that has a fix, or everything of one kind, as one gesture; and tells what became of it. */
export function makeAllFixes(code?: string): void {
  const { edited } = useEditorStore.getState();
  if (!edited) return;
  const { edits, fixedCount, leftCount } = fixAll(edited.text, code, { components: builtinComponents });
  const left = leftCount === 0 ? '' : ` ${leftCount} ${leftCount === 1 ? 'needs' : 'need'} a person.`;
  if (fixedCount === 0) {
    toast.message(`Nothing could be fixed.${left}`);
    return;
  }
  const what = fixedCount === 1 ? '1 problem' : `${fixedCount} problems`;
  makeEdit(edits, { label: `Fix ${what}` });
  toast.success(`Fixed ${what}.${left}`);
}
