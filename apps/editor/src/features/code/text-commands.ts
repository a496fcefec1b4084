import { builtinComponents } from '@flowmason/engine';
import { formatJsonText, normalisePipeline, parseJsonText } from '@flowmason/pipeline-schema';
import { toast } from 'sonner';
import { diffEdit } from '../../model/document/text-history.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';

/** Lays the text out with one value in a line; only blanks change. One gesture. */
export function formatText(): void {
  const text = useEditorStore.getState().edited?.text;
  if (text === undefined) return;
  const [error] = parseJsonText(text).errors;
  if (error) {
    toast.error('The text was not formatted: it is not JSON yet.', { description: `First of all: ${error.message}.` });
    return;
  }
  const edits = formatJsonText(text);
  if (edits.length === 0) toast.message('The text is formatted already.');
  else makeEdit(edits, { label: 'Format the text' });
}

/**
 * Writes the whole document in the canonical spelling: keys in one order, other dialects translated, defaults left out.
 * One gesture; refused where the canonical form would not say what the document says.
 */
export function normaliseText(): void {
  const text = useEditorStore.getState().edited?.text;
  if (text === undefined) return;
  const normalised = normalisePipeline(text, { components: builtinComponents });
  if ('diagnostics' in normalised) {
    const [first] = normalised.diagnostics;
    const why = first ? `Line ${first.range.start.line}: ${first.message}` : 'It holds no list of stages.';
    toast.error('The document was not normalised: something would be lost.', { description: why });
    return;
  }
  if (normalised.text === text) toast.message('The document is in canonical form already.');
  else makeEdit([diffEdit(text, normalised.text)], { label: 'Normalise the document' });
}
