import { toast } from 'sonner';
import { removeDraft, writeDraft } from '../../api/drafts.ts';
import { toPipelineTitle } from '../../model/document/pipeline-title.ts';
import { createDraftKeeper } from '../../model/files/draft-keeper.ts';
import { useEditorStore } from '../../store/editor-store.ts';

/** What a session has kept of a pipeline whose file was moved; stays until the session that goes on has kept it too. */
let leftBehind: { readonly pipelineId: string; readonly sessionId: string } | undefined;

/** The longest time for which an edit is only in memory. */
const PAUSE_MS = 300;

/**
 * Keeps what is edited and not saved of the pipeline in this browser, until the function that it gives back is called. That
 * one writes what is still waiting, and says that it is kept.
 */
export function keepDrafts(pipelineId: string, sessionId: string): () => void {
  const keeper = createDraftKeeper({
    write: (document) =>
      void writeDraft({ ...document, pipelineId, sessionId, editedAtMs: Date.now() })
        .then(removeLeftBehind)
        .catch(tellUnkept),
    remove: () => void removeDraft({ pipelineId, sessionId }).catch(tellUnkept),
    later: (task) => {
      const timer = setTimeout(task, PAUSE_MS);
      return () => clearTimeout(timer);
    },
  });
  let last = useEditorStore.getState();
  const note = (state = useEditorStore.getState()): void => {
    if (state.edited?.base.id !== pipelineId) return;
    last = state;
    keeper.note(state.edited);
  };
  note();
  const stop = useEditorStore.subscribe((state) => {
    if (state.edited !== last.edited) note(state);
  });
  const flushWhenHidden = (): void => {
    if (document.visibilityState === 'hidden') keeper.flush();
  };
  document.addEventListener('visibilitychange', flushWhenHidden);
  addEventListener('pagehide', keeper.flush);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', flushWhenHidden);
    removeEventListener('pagehide', keeper.flush);
    keeper.flush();
    if (useEditorStore.getState().movedDocument?.from === pipelineId) leftBehind = { pipelineId, sessionId };
    else tellKept(last);
  };
}

async function removeLeftBehind(): Promise<void> {
  const left = leftBehind;
  leftBehind = undefined;
  if (left) await removeDraft(left);
}

/** Says that the browser keeps nothing, once until it is read. */
export function tellUnkept(error: unknown): void {
  toast.warning('Unsaved changes cannot be kept in this browser.', {
    id: 'drafts-failed',
    description: `A crash would lose them: save often. The browser says: ${error instanceof Error ? error.message : String(error)}`,
  });
}

/** Leaving with changes that are not saved loses nothing, and says so. */
function tellKept({ edited, shownDocument }: ReturnType<typeof useEditorStore.getState>): void {
  if (!edited || edited.text === edited.base.text) return;
  const title = toPipelineTitle(shownDocument?.reading.pipeline?.name, edited.base.path);
  toast(`${title} has unsaved changes.`, {
    id: `kept-${edited.base.id}`,
    description: 'They are kept in this browser and offered when you open it again.',
  });
}
