import type { Range } from '@flowmason/pipeline-schema';
import { useEditorStore } from '../../store/editor-store.ts';
import type { SelectionSlice, TextPlace } from '../../store/selection-slice.ts';
import type { monaco } from './monaco.ts';
import { toMonacoRange } from './show-diagnostics.ts';

/** Brings each place that is asked for into the middle of the view and selects it, until it is disposed. */
export function revealPlaces(editor: monaco.editor.IStandaloneCodeEditor): monaco.IDisposable {
  function reveal(revealed: SelectionSlice['revealed']): void {
    if (!revealed || revealed === shown) return;
    shown = revealed;
    const range = rangeOf(revealed.place);
    if (!range) return;
    editor.setSelection(toMonacoRange(range));
    editor.revealRangeInCenterIfOutsideViewport(toMonacoRange(range));
  }
  reveal(useEditorStore.getState().revealed);
  return { dispose: useEditorStore.subscribe(({ revealed }) => reveal(revealed)) };
}

/** The request that was answered last: an editor that opens later answers only a new one. */
let shown: SelectionSlice['revealed'];

function rangeOf(place: TextPlace): Range | undefined {
  return typeof place === 'string' ? useEditorStore.getState().shownDocument?.reading.locate(place) : place;
}
