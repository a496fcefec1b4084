import { preferredFix, type QuickFix } from '@flowmason/pipeline-schema';
import { useEditorStore } from '../../store/editor-store.ts';
import { makeEdit } from '../../store/gestures.ts';
import { monaco } from './monaco.ts';
import { toMarker, toMonacoRange } from './show-diagnostics.ts';

/** Offers the fixes of the findings at the caret (Ctrl+. or the bulb); each is one gesture named after its fix. */
export const quickFixes: monaco.languages.CodeActionProvider = {
  provideCodeActions(model, range) {
    const { edited, shownDocument } = useEditorStore.getState();
    const reading = shownDocument?.reading;
    // Fixes are edits of the text that was read: of another text they would be wrong.
    if (!edited || !reading || reading.text !== edited.text) return NOTHING;
    const actions = reading.diagnostics
      .filter((diagnostic) => monaco.Range.areIntersectingOrTouching(toMonacoRange(diagnostic.range), range))
      .flatMap((diagnostic) =>
        diagnostic.fixes.map(
          (fix): monaco.languages.CodeAction => ({
            title: fix.title,
            kind: 'quickfix',
            diagnostics: [toMarker(diagnostic, model.uri)],
            isPreferred: fix === preferredFix(diagnostic),
            command: { id: APPLY_FIX, title: fix.title, arguments: [fix, reading.text] },
          }),
        ),
      );
    return { actions, dispose: () => undefined };
  },
};

const APPLY_FIX = 'flowmason.applyFix';
const NOTHING: monaco.languages.CodeActionList = { actions: [], dispose: () => undefined };

monaco.editor.registerCommand(APPLY_FIX, (_accessor, fix: QuickFix, text: string) => {
  // The list was open while the text changed: the findings of the new text bring their own.
  if (useEditorStore.getState().edited?.text === text) makeEdit(fix.edits, { label: fix.title });
});
