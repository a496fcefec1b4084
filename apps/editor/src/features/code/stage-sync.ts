import { readCodeLines } from '../../model/code/code-lines.ts';
import { rangeOfStage, stageAtOffset } from '../../model/code/code-place.ts';
import { useEditorStore } from '../../store/editor-store.ts';
import { monaco } from './monaco.ts';
import { toMonacoRange } from './show-diagnostics.ts';

/**
 * Keeps the caret and the selected stage in step until it is disposed.
 *
 * I1. The caret selects only while the text has the focus, and the selection moves the view only while it has not: so
 *     neither answers the other.
 * I2. Beside the canvas the caret always selects; where the text stands alone it only changes which stage an open stage
 *     panel shows, so that a click into the text opens nothing.
 */
export function syncSelectedStage(editor: monaco.editor.IStandaloneCodeEditor): monaco.IDisposable {
  const highlight = editor.createDecorationsCollection();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function selectAtCaret(): void {
    const position = editor.getPosition();
    const { edited, shownDocument, selectedStageId, tab, selectStage } = useEditorStore.getState();
    const reading = shownDocument?.reading;
    if (!position || !reading || !editor.hasTextFocus() || reading.text !== edited?.text) return;
    const stageId = stageAtOffset(reading, readCodeLines(reading.text).offsetAt(position));
    const mayOpen = tab === 'split' || selectedStageId !== undefined;
    if (stageId !== undefined && stageId !== selectedStageId && mayOpen) selectStage(stageId);
  }

  function mark(): monaco.IRange | undefined {
    const { selectedStageId, shownDocument } = useEditorStore.getState();
    const range =
      selectedStageId === undefined || !shownDocument
        ? undefined
        : rangeOfStage(shownDocument.reading, selectedStageId);
    highlight.set(range ? [{ range: toMonacoRange(range), options: HIGHLIGHT }] : []);
    return range && toMonacoRange(range);
  }

  function markAndShow(): void {
    const range = mark();
    if (range) editor.revealRangeNearTopIfOutsideViewport(range, monaco.editor.ScrollType.Smooth);
  }

  const moved = editor.onDidChangeCursorPosition(({ reason }) => {
    clearTimeout(timer);
    if (reason === monaco.editor.CursorChangeReason.ContentFlush) return;
    timer = setTimeout(selectAtCaret, CARET_RESTS_MS);
  });
  markAndShow();
  const stop = useEditorStore.subscribe(({ selectedStageId, shownDocument, edited }, before) => {
    const isOther = selectedStageId !== before.selectedStageId;
    // Where the stage stood in a text that was left is no news: the highlight itself moves with what is typed.
    const isRead = shownDocument !== before.shownDocument && shownDocument?.reading.text === edited?.text;
    if (isOther && !editor.hasTextFocus()) markAndShow();
    else if (isOther || isRead) mark();
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      moved.dispose();
      stop();
      highlight.clear();
    },
  };
}

/** A caret that is only passing through selects nothing. */
const CARET_RESTS_MS = 120;

const HIGHLIGHT: monaco.editor.IModelDecorationOptions = {
  isWholeLine: true,
  className: 'fm-selected-stage',
  linesDecorationsClassName: 'fm-selected-stage-edge',
  stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
  zIndex: -1,
};
